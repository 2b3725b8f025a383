import assert from 'node:assert/strict'

import { sign } from '@octokit/webhooks-methods'
import type { LightMyRequestResponse as Response } from 'fastify'

import type { App } from '../server/platform/http.ts'
import type { Database } from '../server/platform/database.ts'
import { newChannel, newOrganization } from './factories.ts'
import type { Person } from './factories.ts'
import { newMid } from './fake-meta.ts'
import type { FakeMessage, FakeMeta } from './fake-meta.ts'
import type { ShownMessage } from './threads.ts'

let last = 10_000_000

/** An id of a page or of a person, never the same twice. */
export function newPageId(): string {
  last += 1
  return String(last)
}

export type Page = Awaited<ReturnType<typeof newPage>>

export interface ShownPageMessage extends ShownMessage {
  content: string
  direction: string
  sentBy: string | null
  reaction: string | null
  replyToId: string | null
  editedAt: string | null
  createdAt: string
}

/** A page of an organization, on a fake Meta, with somebody who has written to it. */
export async function newPage(
  app: App,
  fake: FakeMeta,
  fields: { ada?: Person; settings?: object; verifyToken?: string } = {},
) {
  const ada = fields.ada ?? (await newOrganization(app))
  const pageId = newPageId()
  const person = newPageId()
  const verifyToken = fields.verifyToken ?? `verify-${pageId}`
  const credentials = { pageToken: fake.addPage(pageId), appSecret: fake.appSecret, verifyToken }
  const settings = { apiBaseUrl: fake.url, messagesPerSecond: 300, ...fields.settings }
  const channel = await newChannel(ada, {
    type: 'facebook',
    provider: 'messenger',
    name: 'Our page',
    identifier: pageId,
    credentials,
    settings,
  })
  const tell = (...events: object[]) => callWebhook(app, fake.appSecret, bodyOf(pageId, events))
  const write = async (text = 'Hello', more: object = {}) => {
    const mid = newMid()
    const told = await tell(from(pageId, person, { message: { mid, text, ...more } }))
    assert.equal(told.statusCode, 200, told.body)
    return mid
  }
  const threads = async () => (await ada.call('GET', '/api/conversations?state=all&size=50')).json().conversations
  const thread = async () => (await threads()).find((each: { channelId: string }) => each.channelId === channel._id)
  const list = async (): Promise<ShownPageMessage[]> => {
    const { _id } = await thread()
    return (await ada.call('GET', `/api/conversation/${_id}/messages`)).json().messages
  }
  const send = async (content = 'Good day', more: object = {}, by = ada) =>
    by.call('POST', '/api/messages/send', { conversationId: (await thread())._id, content, ...more })
  const taken = () => fake.messages.filter((message) => message.pageId === pageId)
  return { ada, pageId, person, channel, credentials, settings, tell, write, thread, list, send, taken }
}

/** What somebody did on a page, as Meta tells it. */
export function from(pageId: string, person: string, what: object, timestamp = Date.now()): object {
  return { sender: { id: person }, recipient: { id: pageId }, timestamp, ...what }
}

/** What was said in the name of the page. */
export function echo(pageId: string, person: string, message: object, timestamp = Date.now()): object {
  return { sender: { id: pageId }, recipient: { id: person }, timestamp, message: { is_echo: true, ...message } }
}

export function echoOf(taken: FakeMessage): object {
  const { mid, pageId, to, text, metadata } = taken
  return echo(pageId, to, { mid, text, metadata, app_id: 1_234_567 })
}

export function bodyOf(pageId: string, events: object[]): string {
  return JSON.stringify({ object: 'page', entry: [{ id: pageId, time: Date.now(), messaging: events }] })
}

/** Signed by the package that GitHub's own receivers use, so that nothing of ours judges itself. */
export async function callWebhook(app: App, secret: string, body: string, headers: object = {}): Promise<Response> {
  const signature = await sign(secret, body)
  return app.inject({
    method: 'POST',
    url: '/api/webhook/facebook',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature, ...headers },
    payload: body,
  })
}

/** As if everything there had been said so long ago. */
export async function age(db: Database, page: Pick<Page, 'ada' | 'channel'>, hours: number): Promise<void> {
  await db
    .updateTable('conversations')
    .set({ lastInboundAt: new Date(Date.now() - hours * 3_600_000) })
    .where('organizationId', '=', page.ada.user.organizationId)
    .where('channelId', '=', page.channel._id)
    .execute()
}
