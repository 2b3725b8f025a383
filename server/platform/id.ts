import { randomBytes } from 'node:crypto'

/**
 * A new id: 24 lowercase hex digits in the layout of an ObjectId. Four bytes of seconds and two of their fraction make
 * ids sort by the time they were made; six random bytes make the next one unguessable.
 */
export function newId(at: Date = new Date()): string {
  const milliseconds = at.getTime()
  const seconds = Math.floor(milliseconds / 1000)
  const fraction = Math.floor(((milliseconds % 1000) / 1000) * 0x10000)
  return hex(seconds, 8) + hex(fraction + withinMillisecond(milliseconds), 4) + randomBytes(6).toString('hex')
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
