import type { Schema } from '../../api/shapes.ts'
import type { Message } from './message-rows.ts'

export type Note = Schema<'ConversationNote'>
export type Activity = Schema<'ConversationActivity'>
export type Csat = Schema<'Csat'>

/** One thing in the thread, in the order of time. */
export type TimelineItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string; count: number }
  | { kind: 'message'; key: string; message: Message; isFirst: boolean; isLast: boolean }
  | { kind: 'note'; key: string; note: Note }
  | { kind: 'activity'; key: string; activity: Activity[] }
  | { kind: 'csat'; key: string; csat: Csat }

interface Said {
  messages: readonly Message[]
  notes?: readonly Note[]
  activity?: readonly Activity[]
  csat?: readonly Csat[]
  /** Messages may be missing before the first of these: nothing older than it is shown. */
  hasOlder?: boolean
  /** Of the first message that was not seen when the thread was opened. */
  firstUnreadId?: string | undefined
  unreadCount?: number
}

type Entry =
  | { id: string; at: string; kind: 'message'; message: Message }
  | { id: string; at: string; kind: 'note'; note: Note }
  | { id: string; at: string; kind: 'activity'; activity: Activity }
  | { id: string; at: string; kind: 'csat'; csat: Csat }

const burstMilliseconds = 3 * 60_000

/** Messages, notes and what happened in one line of time: days apart, bursts together. Ids sort by the time they were made. */
export function timelineOf(said: Said): TimelineItem[] {
  const items: TimelineItem[] = []
  let day = ''
  let before: Entry | undefined
  const named = new Set<string>()
  for (const entry of entriesOf(said)) {
    const today = dayOf(entry.at)
    if (today !== day) {
      items.push({ kind: 'day', key: `day ${today}`, at: entry.at })
      day = today
      before = undefined
    }
    if (entry.id === said.firstUnreadId) {
      items.push({ kind: 'new', key: 'new', count: said.unreadCount ?? 0 })
      before = undefined
    }
    append(items, entry, before, named)
    before = entry
  }
  return items
}

function append(items: TimelineItem[], entry: Entry, before: Entry | undefined, named: Set<string>): void {
  const last = items.at(-1)
  if (entry.kind === 'note') items.push({ kind: 'note', key: entry.id, note: entry.note })
  else if (entry.kind === 'csat') items.push({ kind: 'csat', key: entry.id, csat: entry.csat })
  else if (entry.kind === 'activity') {
    if (last?.kind === 'activity') last.activity.push(entry.activity)
    else items.push({ kind: 'activity', key: entry.id, activity: [entry.activity] })
  } else {
    const { message } = entry
    const isFirst = !(before?.kind === 'message' && isSameBurst(before.message, message))
    if (!isFirst && last?.kind === 'message') last.isLast = false
    items.push({ kind: 'message', key: keyOf(message, named), message, isFirst, isLast: true })
  }
}

/** As it was called before the server had it, so that it stays the same bubble; of its parts only the first is. */
function keyOf({ _id, clientId }: Message, named: Set<string>): string {
  if (!clientId || named.has(clientId)) return _id
  named.add(clientId)
  return clientId
}

function entriesOf({ messages, notes = [], activity = [], csat = [], hasOlder = false }: Said): Entry[] {
  const oldest = hasOlder ? (messages[0]?._id ?? '') : ''
  const entries: Entry[] = [
    ...messages
      .filter(isOfInterest)
      .map((message): Entry => ({ id: message._id, at: message.createdAt, kind: 'message', message })),
    ...notes.map((note): Entry => ({ id: note._id, at: note.createdAt, kind: 'note', note })),
    ...activity.map((each): Entry => ({ id: each._id, at: each.createdAt, kind: 'activity', activity: each })),
    ...csat.map((each): Entry => ({ id: each._id, at: each.answeredAt ?? each.requestedAt, kind: 'csat', csat: each })),
  ]
  return entries.filter(({ id }) => id >= oldest).toSorted((one, other) => compare(placeOf(one), placeOf(other)))
}

const undoMilliseconds = 60_000

/** What somebody took back before it left is as if it had never been; what was withdrawn later is worth a line. */
function isOfInterest({ status, createdAt, updatedAt }: Message): boolean {
  return status !== 'canceled' || Date.parse(updatedAt) - Date.parse(createdAt) > undoMilliseconds
}

// A rating stands where it was given, which is later than where it was asked for.
function placeOf(entry: Entry): string {
  if (entry.kind !== 'csat') return entry.id
  const seconds = Math.floor(Date.parse(entry.at) / 1000)
  return seconds.toString(16).padStart(8, '0') + entry.id.slice(8)
}

// What is said of their failure stands below them.
const standsAlone = new Set(['canceled', 'failed', 'unknown'])

/** Of one author, shortly after each other, and nothing in between that wants to be read. */
function isSameBurst(one: Message, other: Message): boolean {
  return (
    one.direction === other.direction &&
    one.sentBy === other.sentBy &&
    one.isAIGenerated === other.isAIGenerated &&
    !standsAlone.has(one.status) &&
    other.status !== 'canceled' &&
    Date.parse(other.createdAt) - Date.parse(one.createdAt) <= burstMilliseconds
  )
}

/** The first of the last so many messages of the contact. */
export function firstUnreadOf(messages: readonly Message[], unreadCount: number): Message | undefined {
  if (unreadCount <= 0) return undefined
  const inbound = messages.filter(({ direction }) => direction === 'inbound')
  return inbound.at(-Math.min(unreadCount, inbound.length))
}

function dayOf(at: string): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
