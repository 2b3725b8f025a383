import type { Facts } from '../live/facts.ts'
import type { Listener, Someone } from '../live/listener.ts'
import type { Event } from '../platform/events/log.ts'
import type { Ending, Telling } from '../platform/live/follower.ts'
import { addressOf } from './visitors.ts'
import type { Standing } from './visitors.ts'

/** What an event means to a visitor: its door finds out the rest. */
export interface News extends Telling {
  type: 'message' | 'seen' | 'conversation' | 'csat' | 'standing'
  messageId?: string
}

const nothing: readonly News[] = []

/** After these, somebody else may be whom the visitor talks with, or nobody. */
const unsettling = new Set([
  'contact.blocked',
  'contact.deleted',
  'contact.erased',
  'contact.merged',
  'contact.separated',
  'contact.unmerged',
  'conversation.deleted',
  'conversation.merged',
  'conversation.moved',
  'conversation.opened',
  'conversation.parted',
  'channel.deleted',
  'channel.disabled',
])

/** A visitor: hears of its own conversation, and of what ends its visit. */
export class VisitorListener implements Listener {
  readonly hearsOfColleagues = false
  standing: Standing
  #isOver = false

  constructor(standing: Standing) {
    this.standing = standing
  }

  get organizationId(): string {
    return this.standing.visitor.organizationId
  }

  get someone(): Someone {
    return { actorType: 'visitor', actorId: this.standing.visitor.id }
  }

  finish(): void {
    this.#isOver = true
  }

  hear(event: Event, _facts: Facts): readonly News[] {
    const { type, position } = event
    if (this.#unsettles(event)) return [{ type: 'standing', position }]
    if (!this.#isMine(event)) return nothing
    if (type.startsWith('message.')) return [{ type: 'message', position, messageId: event.subjectId }]
    if (type === 'attachment.stored') return [{ type: 'message', position, messageId: String(event.data['messageId']) }]
    if (type === 'conversation.seen') return [{ type: 'seen', position }]
    if (type === 'conversation.resolved' || type === 'conversation.reopened')
      return [{ type: 'conversation', position }]
    return type.startsWith('csat.') ? [{ type: 'csat', position }] : nothing
  }

  sees(conversationId: string, _facts: Facts): boolean {
    return !this.#isOver && this.standing.conversation?.id === conversationId
  }

  overAt(): Ending | undefined {
    return undefined
  }

  #isMine({ type, subjectId, data }: Event): boolean {
    const id = this.standing.conversation?.id
    if (id === undefined) return this.#isFirst(data)
    return type.startsWith('conversation.') ? subjectId === id : data['conversationId'] === id
  }

  /** What it has just said itself, in another window: there the conversation begins. */
  #isFirst({ providerMessageId }: Event['data']): boolean {
    return typeof providerMessageId === 'string' && providerMessageId.startsWith(`${addressOf(this.standing.visitor)}:`)
  }

  #unsettles({ type, subjectId, data }: Event): boolean {
    const { visitor, channel, contactId, conversation } = this.standing
    if (type === 'visitor.identified') return [subjectId, data['formerVisitorId']].includes(visitor.id)
    if (type === 'visitor.dismissed') return subjectId === visitor.id
    if (!unsettling.has(type)) return false
    const mine = new Set<unknown>([channel.id, contactId, conversation?.id])
    const named = [subjectId, data['sourceId'], data['targetId'], data['contactId']]
    return named.some((id) => typeof id === 'string' && mine.has(id))
  }
}
