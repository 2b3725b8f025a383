import { randomFillSync } from 'node:crypto'

/**
 * A new id: 24 lowercase hex digits in the layout of an ObjectId. Four bytes of seconds and two of their fraction make
 * ids sort by the time they were made; six random bytes make the next one unguessable.
 */
export function newId(at: Date = new Date()): string {
  const milliseconds = at.getTime()
  const seconds = Math.floor(milliseconds / 1000)
  const fraction = Math.floor(((milliseconds % 1000) / 1000) * 0x10000)
  return hex(seconds, 8) + hex(fraction + withinMillisecond(milliseconds), 4) + randomHex()
}

/** Before all ids of this second and after all that were made earlier. */
export function firstIdOf(at: Date): string {
  return hex(Math.max(0, Math.floor(at.getTime() / 1000)), 8) + '0'.repeat(16)
}

let lastMillisecond = 0
let inMillisecond = 0

// A millisecond is 65 fractions wide: ids made one after another in it keep their order, whatever moment others are of.
function withinMillisecond(milliseconds: number): number {
  inMillisecond = milliseconds > lastMillisecond ? 0 : Math.min(inMillisecond + 1, 64)
  lastMillisecond = Math.max(milliseconds, lastMillisecond)
  return inMillisecond
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

const random = Buffer.alloc(6 * 512)
let randomUsed = random.length

// Asked of the system for 512 ids at once: that takes longer than all the rest of an id.
function randomHex(): string {
  if (randomUsed === random.length) {
    randomFillSync(random)
    randomUsed = 0
  }
  randomUsed += 6
  return random.toString('hex', randomUsed - 6, randomUsed)
}
