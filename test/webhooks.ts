import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

import { lastPosition, readEvents } from '../server/platform/events/log.ts'
import { createOutgoing } from '../server/platform/outgoing.ts'
import { createVault } from '../server/platform/secrets.ts'
import { call } from '../server/webhooks/calling.ts'
import { claimDue } from '../server/webhooks/claim.ts'
import { settle } from '../server/webhooks/outcomes.ts'
import { tellWebhooks } from '../server/webhooks/subscribers.ts'
import { transact } from '../server/platform/database.ts'
import type { TestApp } from './app.ts'
import { ok } from './whole-person.ts'
import type { Person } from './factories.ts'

export interface Told {
  headers: IncomingHttpHeaders
  body: string
  id: string
  json: { type: string; timestamp: string; subjectId: string; data: Record<string, unknown> }
}

export interface Receiver {
  url: string
  told: Told[]
  /** What it does with the next calls; at first it says 204. */
  answer: (request: IncomingMessage, response: ServerResponse, told: Told) => void
}

/** A program on loopback that is told what happens. */
export async function newReceiver(t: TestContext): Promise<Receiver> {
  const receiver: Receiver = { url: '', told: [], answer: (_request, response) => void response.writeHead(204).end() }
  const server = createServer((request, response) => void take(receiver, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=x`
  return receiver
}

async function take(receiver: Receiver, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString('utf8')
  const told = { headers: request.headers, body, id: String(request.headers['webhook-id']), json: JSON.parse(body) }
  receiver.told.push(told)
  receiver.answer(request, response, told)
}

export function refuse(status: number, headers: Record<string, string> = {}): Receiver['answer'] {
  return (_request, response) => void response.writeHead(status, headers).end('no')
}

export interface Hook {
  organizationId: string
  webhookId: string
  secret: string
}

export async function newWebhook(admin: Person, fields: { url: string; types?: string[] }): Promise<Hook> {
  const { webhook, secret } = await ok(admin, 'POST', '/api/webhooks', fields)
  return { organizationId: admin.user.organizationId, webhookId: webhook._id, secret }
}

const heard = new Map<string, number>()

/** What the worker's subscriber does, now. */
export async function hear({ db }: TestApp, { user: { organizationId } }: Person): Promise<void> {
  const events = await readEvents(db, organizationId, heard.get(organizationId) ?? 0, 1000, tellWebhooks.types)
  heard.set(organizationId, await lastPosition(db, organizationId))
  if (!('hearTogether' in tellWebhooks)) throw new Error('It hears one by one.')
  const { hearTogether } = tellWebhooks
  await transact(db, (trx) => hearTogether(trx, organizationId, events))
}

const vault = createVault('test key')
const announcer = { vault, sendsMail: true, publicUrl: 'http://tether.test' }

/** What the worker does with all that is due at a time, which may be one to come. Answers how many calls that were. */
export async function tellDue({ db }: TestApp, hook: Hook, now: Date, isPrivateAllowed = true): Promise<number> {
  const outgoing = createOutgoing({ allowPrivate: isPrivateAllowed })
  let count = 0
  for (;;) {
    const calls = await claimDue(db, vault, hook, { room: 4, inFlight: 0, now })
    if (calls.length === 0) break
    count += calls.length
    await Promise.all(calls.map(async (each) => settle(db, announcer, each, await call(outgoing, each, now), now)))
  }
  await outgoing.close()
  return count
}

export async function deliveriesOf(admin: Person, { webhookId }: Hook, query = '') {
  return (await ok(admin, 'GET', `/api/webhooks/${webhookId}/deliveries?size=100${query}`)).deliveries
}

export function later(hours: number): Date {
  return new Date(Date.now() + hours * 3_600_000)
}
