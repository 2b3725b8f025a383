import type { Schema } from '../../api/shapes.ts'
import type { Message } from '../threads/message-rows.ts'
import type { Note } from '../threads/timeline.ts'

/** A file that waits to be sent along. Attached without a network it has no key yet, and is itself kept until it is uploaded. */
export type SentFile = Pick<Schema<'Attachment'>, 'key' | 'name' | 'contentType' | 'size'> & {
  url: string
  blob?: File
}

/** What is done in the conversation once a saved reply was sent. */
export type ReplyActions = NonNullable<Schema<'Template'>['actions']>

/** What somebody said, from the moment of the press until the server has it. */
export interface SendEntry {
  /** Also its Idempotency-Key: however often it is tried, it is said once. */
  clientId: string
  kind: 'message' | 'note'
  conversationId: string
  userId: string
  content: string
  files: SentFile[]
  mentions: string[]
  /** The message that it answers. */
  replyToId?: string | undefined
  actions?: ReplyActions | undefined
  undoSeconds: number
  createdAt: string
  /** `waiting` for its turn or the network; `failed` was refused, and waits for a person. */
  state: 'waiting' | 'sending' | 'failed'
  /** Whether it may have reached the server already. */
  wasTried: boolean
  error?: { code: string; message: string }
}

// The server keeps the answer to a key for 24 hours: what was tried and waits longer could be sent twice.
const safeMilliseconds = 20 * 3_600_000

/** What was left over from an earlier visit; of what may have been sent long ago a person decides. */
export function revived(entry: SendEntry, now: number, uncertain: { code: string; message: string }): SendEntry {
  if (entry.state === 'failed') return entry
  const isTooOld = entry.wasTried && now - Date.parse(entry.createdAt) > safeMilliseconds
  return isTooOld ? { ...entry, state: 'failed', error: uncertain } : { ...entry, state: 'waiting' }
}

/** The next of a conversation: one after another, in the order in which they were said. */
export function nextOf(entries: readonly SendEntry[], conversationId: string): SendEntry | undefined {
  const own = entries.filter((entry) => entry.conversationId === conversationId && entry.state !== 'failed')
  const first = own.toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt))[0]
  return first?.state === 'waiting' ? first : undefined
}

/** Those that are not in the thread yet: whatever comes first, the answer or the event, there is one bubble. */
export function unansweredOf(
  entries: readonly SendEntry[],
  messages: readonly Message[],
  notes: readonly Note[],
): SendEntry[] {
  const known = new Set(messages.map(({ clientId }) => clientId))
  const free = notes.slice()
  return entries.filter((entry) => {
    if (entry.kind === 'message') return !known.has(entry.clientId)
    // Notes say not what their author called them: the same words of the same author since then are the same note.
    const place = free.findIndex((note) => isSameNote(entry, note))
    if (place >= 0) free.splice(place, 1)
    return place < 0
  })
}

const clocksDiffer = 120_000

function isSameNote(entry: SendEntry, note: Note): boolean {
  if (!entry.wasTried || note.userId !== entry.userId || note.content !== entry.content) return false
  return Date.parse(note.createdAt) >= Date.parse(entry.createdAt) - clocksDiffer
}
