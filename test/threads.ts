import assert from 'node:assert/strict'

import type { DeliveryError, Outcome, Receipt } from '../server/channels/connector.ts'
import { claim } from '../server/messages/claim.ts'
import type { Claimed } from '../server/messages/claim.ts'
import { recordOutcomes } from '../server/messages/outcomes.ts'
import type { Database } from '../server/platform/database.ts'
import type { App } from '../server/platform/http.ts'
import { eventsOf, newChannel, newContact, newInbound, newNumber, newOrganization, until } from './factories.ts'
import type { Person } from './factories.ts'
import type { FakeTwilio } from './fake-twilio.ts'

export interface Thread {
  ada: Person
  channel: { _id: string; identifier: string }
  /** The contact's number. */
  number: string
  contactId: string
  conversationId: string
  send: (content?: string) => Promise<ShownMessage>
  write: (body: string, more?: object) => ReturnType<typeof newInbound>
}

export interface ShownMessage {
  _id: string
  status: string
  errorCode: string | null
  errorMessage: string | null
  attachments: Array<{ key: string | null }>
  history: Array<{ status: string; providerStatus: string | null; attemptId: string | null; errorCode: string | null }>
}

/** A contact of a new organization has written to its simulated channel. */
export async function newThread(
  app: App,
  fields: { channel?: object; number?: string; ada?: Person } = {},
): Promise<Thread> {
  const ada = fields.ada ?? (await newOrganization(app))
  const channel = await newChannel(ada, fields.channel)
  const number = fields.number ?? newNumber()
  const write = (body: string, more: object = {}) => newInbound(ada, channel, { from: number, body, ...more })
  const { conversationId, contactId } = await write('Hello')
  const send = async (content = 'Good day') => {
    const response = await ada.call('POST', '/api/messages/send', { conversationId, content })
    assert.equal(response.statusCode, 200, response.body)
    return response.json()
  }
  return { ada, channel, number, contactId, conversationId, send, write }
}

/** A contact of a new organization that is written to through a fake Twilio. */
export async function newTwilioThread(
  app: App,
  fake: FakeTwilio,
  fields: { ada?: Person; settings?: object } = {},
): Promise<Omit<Thread, 'conversationId' | 'write'>> {
  const ada = fields.ada ?? (await newOrganization(app))
  const settings = { apiBaseUrl: fake.url, messagesPerSecond: 1000, ...fields.settings }
  const channel = await newChannel(ada, { provider: 'twilio', credentials: fake.credentials, settings })
  const { _id: contactId, phoneNumber: number } = await newContact(ada)
  const send = async (content = 'Good day') => {
    const payload = { contactId, channelId: channel._id, content }
    const response = await ada.call('POST', '/api/messages/send', payload)
    assert.equal(response.statusCode, 200, response.body)
    return response.json()
  }
  return { ada, channel, number, contactId, send }
}

export async function readMessage(person: Person, id: string): Promise<ShownMessage> {
  const response = await person.call('GET', `/api/messages/${id}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

export function untilStatus(person: Person, id: string, status: string): Promise<ShownMessage> {
  return until(async () => {
    const message = await readMessage(person, id)
    return message.status === status && message
  }, `the message to be ${status}`)
}

/** What happened to one message, in order. */
export async function eventsAbout(admin: Person, id: string): Promise<string[]> {
  const events = await eventsOf(admin)
  return events.filter((event) => event.subjectId === id).map((event) => event.type)
}

type ChannelOf = Pick<Thread, 'ada' | 'channel'>

/** Claims as a worker would that is about to call the provider; with `workerId`, as that one. */
export async function claimDue(db: Database, { ada, channel }: ChannelOf, workerId = 1): Promise<Claimed[]> {
  const key = { organizationId: ada.user.organizationId, channelId: channel._id }
  const claimed = await until(async () => {
    const { drafts, optedOut } = await claim(db, key, { workerId, limit: 1000, perSecond: 1_000_000 })
    return drafts.length + optedOut.length > 0 && drafts
  }, 'something to claim')
  return claimed
}

/** Records what became of the call, as a worker would. */
export function settle(db: Database, { ada, channel }: ChannelOf, draft: Claimed, outcome: Outcome): Promise<void> {
  const { organizationId } = ada.user
  return recordOutcomes(db, [{ organizationId, channelId: channel._id, draft, outcome }])
}

export function accepted(draft: Claimed): Outcome {
  return { kind: 'accepted', providerMessageId: providerIdOf(draft), segments: 1 }
}

export function providerIdOf({ attemptId }: Claimed): string {
  return `SM${attemptId}`
}

export const someError: DeliveryError = { code: '30003', message: 'The phone is off.' }

export function receiptFor(draft: Claimed, status: Receipt['status'], more: Partial<Receipt> = {}): Receipt {
  return {
    kind: 'receipt',
    attemptId: draft.attemptId,
    providerMessageId: providerIdOf(draft),
    status,
    providerStatus: status,
    ...(status === 'failed' ? { error: someError } : {}),
    ...more,
  }
}
