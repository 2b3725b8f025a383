export interface Colleague {
  _id: string
  fullName: string
}

/** What is being asked for at the caret: its place, and the letters so far. */
export interface Trigger {
  start: number
  query: string
}

/** `@` and letters right before the caret, at the beginning of a word; a name may have one space in it. */
export function mentionAt(text: string, caret: number): Trigger | undefined {
  const found = /(?:^|[\s(])@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]*)?)$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const query = found[1] ?? ''
  return { start: caret - query.length - 1, query }
}

/** `/` at the beginning of a line asks for a saved reply. */
export function slashAt(text: string, caret: number): Trigger | undefined {
  const found = /(?:^|\n)\/([^\n/]{0,40})$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const query = found[1] ?? ''
  return { start: caret - query.length - 1, query }
}

/** What was asked for stands in the place of the asking; answers where the caret goes. */
export function replaceTrigger(text: string, trigger: Trigger, replacement: string): { text: string; caret: number } {
  const end = trigger.start + 1 + trigger.query.length
  return {
    text: text.slice(0, trigger.start) + replacement + text.slice(end),
    caret: trigger.start + replacement.length,
  }
}

/** Who is named in the note. Of two names of which one begins the other, the longer is meant. */
export function mentionedIn(text: string, colleagues: readonly Colleague[]): Colleague[] {
  let rest = text
  const named = colleagues.toSorted((one, other) => other.fullName.length - one.fullName.length)
  const mentioned = new Set(
    named.filter(({ fullName }) => {
      const before = rest
      rest = rest.replaceAll(patternOf(fullName), '$1')
      return rest !== before
    }),
  )
  return colleagues.filter((colleague) => mentioned.has(colleague))
}

/** The note in pieces, those that name somebody marked. */
export function mentionParts(
  text: string,
  colleagues: readonly Colleague[],
): Array<{ text: string; isMention: boolean; at: number }> {
  const names = colleagues.map(({ fullName }) => fullName).toSorted((one, other) => other.length - one.length)
  if (names.length === 0) return [{ text, isMention: false, at: 0 }]
  const pattern = new RegExp(`(?<=^|[\\s(])@(?:${names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu')
  const parts: Array<{ text: string; isMention: boolean; at: number }> = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), isMention: false, at: end })
    parts.push({ text: match[0], isMention: true, at: match.index })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMention: false, at: end })
  return parts
}

function patternOf(fullName: string): RegExp {
  return new RegExp(`(^|[\\s(])@${escaped(fullName)}(?![\\p{L}\\p{N}])`, 'gu')
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)
}
