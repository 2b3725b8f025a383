import { day, hour, lastAwake, lastOpen, minute, startOfDay, weekdayOf, whenAwake, whenOpen } from './business-hours.ts'
import type { Dialogue } from './dialogues.ts'
import type { Random } from './random.ts'

export interface Said {
  direction: 'inbound' | 'outbound'
  fate: 'delivered' | 'failed' | 'unknown'
  content: string
  /** Local milliseconds. */
  at: number
}

interface Staging {
  /** Local milliseconds: about when it begins, and after when nothing may have been said. */
  start: number
  until: number
  topics: Record<string, string>
  random: Random
}

const slots = ['9:30', '10:00', '11:15', '1:30', '2:45', '4:15', '5:00']
const saturdaySlots = slots.slice(0, 4)

/** Says a dialogue at the pace at which people text: ours in business hours, contacts while they are awake. */
export function perform(dialogue: Dialogue, { start, until, topics, random }: Staging): Said[] {
  const isOurs = dialogue.lines.some(
    (line, index) => index === 0 && 'direction' in line && line.direction === 'outbound',
  )
  let time = (isOurs ? lastOpen : lastAwake)(start, random)
  const appointment = makeAppointment(time, random)
  const filled = { ...topics, day: weekdayOf(appointment.at), time: appointment.time }
  const said: Said[] = []
  for (const line of dialogue.lines) {
    if ('pause' in line) {
      time = afterPause(line.pause, time, appointment.at, random)
      continue
    }
    const isOutbound = line.direction === 'outbound'
    if (said.length > 0) time += isOutbound ? ourDelay(random) : theirDelay(random)
    time = (isOutbound ? whenOpen : whenAwake)(time, random)
    if (time > until) break
    said.push({ direction: line.direction, fate: line.fate, content: fill(line.text, filled), at: time })
  }
  return said
}

function makeAppointment(time: number, random: Random): { at: number; time: string } {
  const date = startOfDay(time) + random.between(2, 4) * day
  const isSunday = weekdayOf(date) === 'Sunday'
  const open = isSunday ? date + day : date
  const slot = random.pick(weekdayOf(open) === 'Saturday' ? saturdaySlots : slots)
  const [hours, minutes] = slot.split(':').map(Number) as [number, number]
  return { at: open + (hours < 9 ? hours + 12 : hours) * hour + minutes * minute, time: slot }
}

function afterPause(pause: string, time: number, appointment: number, random: Random): number {
  if (pause === 'appointment') return Math.max(time, appointment + random.between(70, 170) * minute)
  const [, count, unit] = /^(\d+) (hour|day)s?$/.exec(pause) ?? []
  if (!count) throw new Error(`There is no pause of "${pause}".`)
  return time + Number(count) * (unit === 'day' ? day : hour) + random.between(-40, 40) * minute
}

function ourDelay(random: Random): number {
  return 35_000 + Math.floor(random.next() ** 2 * 20 * minute)
}

function theirDelay(random: Random): number {
  if (random.chance(0.12)) return random.between(25, 170) * minute + random.between(0, 59_999)
  return 22_000 + Math.floor(random.next() ** 2 * 16 * minute)
}

function fill(text: string, topics: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const topic = topics[name]
    if (topic === undefined) throw new Error(`A dialogue speaks of {${name}}, which nobody has.`)
    return topic
  })
}
