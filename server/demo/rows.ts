import { newId } from '../platform/id.ts'
import type { Colleague } from './cast.ts'
import { endOf } from './history.ts'
import type { Customer, Thread } from './history.ts'
import { messageRows } from './message-rows.ts'
import type { MessageRows } from './message-rows.ts'

/** Who and what the history happened to, as it stands in the database. */
export interface Place {
  organizationId: string
  now: number
  userIds: ReadonlyMap<Colleague, string>
  channels: ReadonlyMap<Thread['line'], { id: string; identifier: string }>
}

/** All that a contact leaves behind, with the counters and copies that the verbs would have kept. */
export function customerRows(customer: Customer, place: Place) {
  const { organizationId, userIds } = place
  const { person, threads } = customer
  const contactId = newId(new Date(customer.createdAt))
  const conversations = threads.map((thread) => conversationRows(customer, contactId, thread, place))
  const newest = conversations
    .map(({ messages }) => messages.at(-1)!)
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))[0]
  const assignees = new Set([customer.owner, ...threads.map((thread) => thread.rep)])
  return {
    contact: {
      organizationId,
      id: contactId,
      userId: userIds.get(customer.owner)!,
      createdById: userIds.get(customer.createdBy)!,
      ...(isKnown(customer) ? { firstName: person.firstName, lastName: person.lastName, email: person.email } : {}),
      phoneNumber: person.phoneNumber,
      status: customer.status,
      process: '',
      source: customer.source,
      channelTypes: threads.length > 0 ? ['sms'] : [],
      latestMessageId: newest?.id ?? null,
      lastMessageTime: newest?.createdAt ?? null,
      lastInboundAt: lastInbound(conversations),
      messageCount: conversations.reduce((sum, { messages }) => sum + messages.length, 0),
      lastActivityAt: newest?.createdAt ?? new Date(customer.createdAt),
      createdAt: new Date(customer.createdAt),
      ...lastChange(customer, place.now),
    },
    assignees: [...assignees].map((each) => ({ organizationId, contactId, userId: userIds.get(each)! })),
    conversations,
  }
}

function lastInbound(conversations: Array<Pick<MessageRows, 'messages'>>): Date | null {
  const inbound = conversations.flatMap(({ messages }) => messages.filter(({ direction }) => direction === 'inbound'))
  return inbound.toSorted((one, other) => (one.id < other.id ? 1 : -1))[0]?.createdAt ?? null
}

function isKnown({ source, threads }: Customer): boolean {
  return source !== 'sms' || threads.some((thread) => thread.said.some((each) => each.direction === 'outbound'))
}

/** A name that was learned and a status that was set are changes. */
function lastChange(customer: Customer, now: number) {
  const version = Number(customer.source === 'sms' && isKnown(customer)) + Number(customer.status !== 'New Lead')
  const changedAt = Math.max(customer.createdAt, ...customer.threads.map((thread) => endOf(thread) + 90_000))
  return { version, updatedAt: new Date(version === 0 ? customer.createdAt : Math.min(changedAt, now)) }
}

function conversationRows(customer: Customer, contactId: string, thread: Thread, place: Place) {
  const { organizationId, userIds } = place
  const channel = place.channels.get(thread.line)!
  const openedAt = new Date(thread.said[0]!.at - 4)
  const id = newId(openedAt)
  const sentById = userIds.get(thread.rep)!
  const address = customer.person.phoneNumber
  const rows: MessageRows = messageRows(thread.said, {
    organizationId,
    conversationId: id,
    contactId,
    channel,
    sentById,
    address,
  })
  const last = rows.messages.at(-1)!
  const resolvedAt = thread.resolvedAt === undefined ? null : new Date(thread.resolvedAt)
  return {
    ...rows,
    conversation: {
      organizationId,
      id,
      contactId,
      channelId: channel.id,
      channelType: 'sms',
      channelIdentifier: address,
      userId: userIds.get(customer.owner)!,
      assigneeIds: [sentById],
      latestMessage: last.content,
      latestMessageId: last.id,
      lastDirection: last.direction,
      lastMessageTime: last.createdAt,
      lastInboundAt: rows.messages.findLast(({ direction }) => direction === 'inbound')?.createdAt ?? null,
      waitingSince: waitingSince(rows.messages),
      messageCount: rows.messages.length,
      inboundCount: rows.messages.filter(({ direction }) => direction === 'inbound').length,
      unreadCount: thread.unread,
      resolvedAt,
      resolvedById: resolvedAt && sentById,
      createdAt: openedAt,
      updatedAt: resolvedAt ?? last.createdAt,
    },
    assignee: { organizationId, conversationId: id, userId: sentById },
  }
}

/** The first message since the last answer. */
function waitingSince(messages: MessageRows['messages']): Date | null {
  const answered = messages.findLastIndex(({ direction }) => direction === 'outbound')
  return messages[answered + 1]?.createdAt ?? null
}
