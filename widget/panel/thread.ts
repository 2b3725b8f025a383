import type { Message } from './protocol.ts'

const ranks = { sent: 0, delivered: 1, read: 2 }

/** What came, joined to what is there: each message once, states only forward, oldest first. */
export function joined(known: Message[], news: Message[]): Message[] {
  const byId = new Map(known.map((message) => [message.id, message]))
  for (const message of news) {
    const old = byId.get(message.id)
    const status = old && ranks[old.status] > ranks[message.status] ? old.status : message.status
    byId.set(message.id, { ...message, status })
  }
  return [...byId.values()].toSorted(
    (one, other) => one.createdAt.localeCompare(other.createdAt) || one.id.localeCompare(other.id),
  )
}

export function readUntil(messages: Message[], id: string): Message[] {
  const last = messages.findIndex((message) => message.id === id)
  return messages.map((message, index) =>
    !message.isMine && index <= last ? { ...message, status: 'read' as const } : message,
  )
}

export function unreadOf(messages: Message[]): number {
  return messages.filter(({ isMine, status }) => !isMine && status !== 'read').length
}

export function lastOfTheirs(messages: Message[]): Message | undefined {
  return messages.findLast(({ isMine }) => !isMine)
}

/** The id to go on from. Ids sort by time. */
export function lastId(messages: Message[]): string | undefined {
  return messages
    .map(({ id }) => id)
    .toSorted()
    .at(-1)
}

const burstMilliseconds = 5 * 60_000

/** Messages of one person in short succession are shown as one group. */
export function isSameBurst(one: Said | undefined, other: Said | undefined): boolean {
  if (!one || !other) return false
  const pause = Math.abs(Date.parse(other.createdAt) - Date.parse(one.createdAt))
  const isSameDay = new Date(one.createdAt).toDateString() === new Date(other.createdAt).toDateString()
  const isSamePerson = one.isMine === other.isMine && one.author?.name === other.author?.name
  return isSamePerson && isSameDay && pause < burstMilliseconds
}

type Said = Pick<Message, 'isMine' | 'author' | 'createdAt'>
