import { nowText } from '../../ui/clock.ts'
import { keepLocalDraft } from '../composing/local-drafts.ts'
import type { SendEntry } from '../sending/entries.ts'

type Taken = Pick<SendEntry, 'conversationId' | 'userId' | 'kind' | 'content' | 'files' | 'replyToId' | 'actions'>

/** Answers whether it is the composer of that conversation. */
type Listener = (taken: Taken) => boolean

const listeners = new Set<Listener>()

/** Gives what was said back to the composer of its conversation, to be changed; the words wait there if it is closed. */
export function takeUp(taken: Taken): void {
  const isTaken = [...listeners].map((listener) => listener(taken)).includes(true)
  if (isTaken) return
  const { conversationId, userId, content, kind, replyToId, actions } = taken
  const updatedAt = nowText()
  keepLocalDraft(conversationId, { userId, content, isNote: kind === 'note', replyToId, actions, updatedAt })
}

export function onTakeUp(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
