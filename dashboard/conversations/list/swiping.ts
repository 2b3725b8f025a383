/** What a row that is swiped aside is brought to. */
export type Swipe = 'resolve' | 'snooze'

const leastPixels = 72
const share = 0.28
const longestPixels = 200

/** Where the row is, while the finger is so far from where it began: it follows ever less. */
export function offsetOf(across: number): number {
  const free = Math.min(Math.abs(across), longestPixels)
  const beyond = Math.max(0, Math.abs(across) - longestPixels)
  return Math.sign(across) * (free + beyond * 0.2)
}

/** To the end of a line resolves, to its beginning snoozes; undefined for what did not go far enough to be meant. */
export function outcomeOf(across: number, width: number, isRightToLeft: boolean): Swipe | undefined {
  if (Math.abs(across) < Math.max(leastPixels, Math.min(width * share, longestPixels))) return undefined
  return across > 0 === !isRightToLeft ? 'resolve' : 'snooze'
}
