import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

const folder = path.join(import.meta.dirname, 'dialogues')
const kinds: Record<string, Omit<Saying, 'text'>> = {
  '>': { direction: 'inbound', fate: 'delivered' },
  '<': { direction: 'outbound', fate: 'delivered' },
  '<!': { direction: 'outbound', fate: 'failed' },
  '<?': { direction: 'outbound', fate: 'unknown' },
}

export type Ending = 'resolved' | 'open' | 'unanswered'

interface Saying {
  direction: 'inbound' | 'outbound'
  fate: 'delivered' | 'failed' | 'unknown'
  text: string
}

/** How long nothing is said; `appointment` means until after it. */
interface Pause {
  pause: string
}

/** A conversation as somebody wrote it, with `{names}` to fill in. */
export interface Dialogue {
  theme: string
  ending: Ending
  /** The contact's, when all has been said. */
  status: string
  lines: Array<Saying | Pause>
}

/**
 * Reads the folder: `= ending status` begins a dialogue, `>` is the contact, `<` is us (`<!` never arrived, `<?` nobody
 * knows), `~` is a pause.
 */
export function readDialogues(): Dialogue[] {
  const files = readdirSync(folder).toSorted()
  return files.flatMap((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8').trim()
    return text.split('\n\n').map((block) => readDialogue(path.basename(file, '.txt'), block))
  })
}

function readDialogue(theme: string, block: string): Dialogue {
  const [head, ...lines] = block.split('\n')
  const [, ending, status] = /^= (resolved|open|unanswered) (.+)$/.exec(head!) ?? []
  if (!ending || !status) throw new Error(`A dialogue of ${theme} begins with "${head}".`)
  return { theme, ending: ending as Ending, status, lines: lines.map((line) => readLine(theme, line)) }
}

function readLine(theme: string, line: string): Saying | Pause {
  const end = line.indexOf(' ')
  const [mark, text] = [line.slice(0, end), line.slice(end + 1)]
  if (mark === '~') return { pause: text }
  const kind = kinds[mark]
  if (!kind) throw new Error(`A dialogue of ${theme} says "${line}".`)
  return { ...kind, text }
}
