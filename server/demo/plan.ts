import type { Dialogue } from './dialogues.ts'
import type { Random } from './random.ts'

/** What is said on one line with one contact: the last dialogue, and perhaps one before it. */
export interface Part {
  line: 'Sales' | 'Service'
  dialogues: Dialogue[]
}

const more = { Sales: 23, Service: 8 }
/** After these somebody may well begin again, about the same car. */
const undecided = new Set(['Contacted', 'Qualified', 'Appointment Set', 'In Negotiation'])

/** Every dialogue once as the last one of somebody's, the everyday ones of them more often. */
export function planParts(dialogues: Dialogue[], random: Random): Part[] {
  const service = dialogues.filter((each) => each.theme === 'service')
  const sales = dialogues.filter((each) => each.theme !== 'service')
  return [...partsOf('Sales', sales, random), ...partsOf('Service', service, random)]
}

function partsOf(line: Part['line'], dialogues: Dialogue[], random: Random): Part[] {
  const everyday = dialogues.filter(isEveryday)
  const again = Array.from({ length: more[line] }, (_, index) => everyday[(index * 7 + 3) % everyday.length]!)
  return [...dialogues, ...again].map((last) => {
    const before = random.chance(0.5) ? earlierOf(last, dialogues, random) : undefined
    return { line, dialogues: before ? [before, last] : [last] }
  })
}

export function isEveryday({ theme, ending }: Dialogue): boolean {
  return theme !== 'odd' && ending !== 'unanswered'
}

function earlierOf(last: Dialogue, dialogues: Dialogue[], random: Random): Dialogue | undefined {
  if (last.theme === 'odd' || last.status === 'New Lead') return undefined
  const isFitting = (each: Dialogue) => {
    if (last.theme === 'service') return each.ending === 'resolved' && each !== last
    if (last.theme === 'after-sale') return each.status === 'Sold' && each.theme !== 'after-sale'
    return isEveryday(each) && undecided.has(each.status) && each.theme !== last.theme
  }
  return random.pick(dialogues.filter(isFitting))
}
