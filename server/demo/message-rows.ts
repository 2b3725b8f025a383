import { randomUUID } from 'node:crypto'

import { countSegments } from '../channels/segments.ts'
import { keywordOf } from '../messages/keywords.ts'
import type { MessageStatus } from '../messages/status.ts'
import { newId } from '../platform/id.ts'
import type { Said } from './performance.ts'

interface Where {
  organizationId: string
  conversationId: string
  contactId: string
  channel: { id: string; identifier: string }
  /** Who writes what goes out. */
  sentById: string
  /** The contact's. */
  address: string
}

interface Told {
  status: MessageStatus
  providerStatus?: string
  errorCode?: string
  errorMessage?: string
  /** Milliseconds after the message was written. */
  after: number
}

export type MessageRows = ReturnType<typeof messageRows>

const undelivered = { errorCode: '30003', errorMessage: 'The phone is off or out of reach: try again later.' }
const unanswered = { errorCode: 'timed_out', errorMessage: 'The provider did not answer in time.' }
const accepted: Told = { status: 'sent', providerStatus: 'accepted', after: 240 }
const sent: Told = { status: 'sent', providerStatus: 'sent', after: 1100 }

/** What the simulator tells of a message, in the order in which it does. */
const tellings: Record<Said['fate'], Told[]> = {
  delivered: [accepted, sent, { status: 'delivered', providerStatus: 'delivered', after: 2300 }],
  failed: [accepted, sent, { status: 'failed', providerStatus: 'undelivered', ...undelivered, after: 5200 }],
  unknown: [{ status: 'unknown', ...unanswered, after: 10_000 }],
}

export function messageRows(said: Said[], where: Where) {
  const each = said.map((saying) => rowsOf(saying, where))
  const stopped = said.findLast(({ direction, content }) => direction === 'inbound' && keywordOf(content) === 'stop')
  return {
    messages: each.map(({ message }) => message),
    attempts: each.flatMap(({ attempts }) => attempts),
    deliveries: each.flatMap(({ deliveries }) => deliveries),
    phoneMessages: each.flatMap(({ phoneMessages }) => phoneMessages),
    optOuts: stopped ? [optOutOf(where, new Date(stopped.at))] : [],
  }
}

function rowsOf(said: Said, where: Where) {
  const { organizationId, conversationId, contactId, channel } = where
  const at = new Date(said.at)
  const id = newId(at)
  const { details, ...sending } = said.direction === 'outbound' ? sendingOf(said, id, where) : received(at)
  const message = {
    organizationId,
    id,
    conversationId,
    contactId,
    channelId: channel.id,
    channelType: 'sms',
    direction: said.direction,
    content: said.content,
    createdAt: at,
    ...details,
  }
  return { message, ...sending }
}

function received(at: Date) {
  const details = {
    status: 'delivered' as const,
    providerMessageId: providerId(),
    sentById: null,
    segments: null,
    updatedAt: at,
  }
  return {
    details: { ...details, errorCode: null, errorMessage: null },
    attempts: [],
    deliveries: [],
    phoneMessages: [],
  }
}

function sendingOf(
  { fate, content, at }: Said,
  messageId: string,
  { organizationId, channel, sentById, address }: Where,
) {
  const startedAt = new Date(at + 40)
  const attemptId = newId(startedAt)
  const deliveries = tellings[fate].map(({ after, ...told }) => {
    const occurredAt = new Date(at + after)
    const nothing = { providerStatus: null, errorCode: null, errorMessage: null }
    return { organizationId, id: newId(occurredAt), messageId, attemptId, ...nothing, ...told, occurredAt }
  })
  const { status, errorCode, errorMessage, occurredAt } = deliveries.at(-1)!
  const providerMessageId = fate === 'unknown' ? null : providerId()
  const heard = { organizationId, channelId: channel.id, sender: channel.identifier, recipient: address, body: content }
  return {
    details: {
      status,
      errorCode,
      errorMessage,
      providerMessageId,
      sentById,
      segments: countSegments(content),
      updatedAt: occurredAt,
    },
    attempts: [{ organizationId, id: attemptId, messageId, channelId: channel.id, address, startedAt }],
    deliveries,
    phoneMessages: fate === 'failed' ? [] : [{ ...heard, id: newId(startedAt), createdAt: startedAt }],
  }
}

function optOutOf({ organizationId, address }: Where, optedOutAt: Date) {
  return { organizationId, channelType: 'sms', address, source: 'keyword', optedOutAt }
}

function providerId(): string {
  return `SIM${randomUUID().replaceAll('-', '')}`
}
