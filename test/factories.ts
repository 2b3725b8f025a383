import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'

import type { LightMyRequestResponse as Response } from 'fastify'
import { sql } from 'kysely'

import { transact } from '../server/platform/database.ts'
import type { Database, Trx } from '../server/platform/database.ts'
import type { App } from '../server/platform/http.ts'

export const password = 'correct horse battery'

export interface Person {
  token: string
  user: { id: string; email: string; fullName: string; organizationId: string; accessRole: string }
  password: string
  call: (method: string, url: string, payload?: unknown, headers?: Record<string, string>) => Promise<Response>
}

/** A new organization with its ADMIN. */
export async function newOrganization(app: App, fields: object = {}): Promise<Person> {
  const payload = { email: newEmail(), password, fullName: 'Ada Admin', organizationName: 'Acme', ...fields }
  const response = await app.inject({ method: 'POST', url: '/api/auth/register', payload })
  assert.equal(response.statusCode, 201, response.body)
  return person(app, response.json())
}

/** A colleague in the admin's organization, logged in. */
export async function newColleague(app: App, admin: Person, accessRole: string, fields: object = {}): Promise<Person> {
  const payload = { email: newEmail(), password, fullName: `A ${accessRole}`, accessRole, ...fields }
  const added = await admin.call('POST', '/api/auth/register', payload)
  assert.equal(added.statusCode, 201, added.body)
  const response = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email: payload.email, password },
  })
  return person(app, response.json())
}

/** Somebody who is there already. */
export async function loggedIn(app: App, email: string, secret: string): Promise<Person> {
  const response = await app.inject({ method: 'POST', url: '/api/auth/login', payload: { email, password: secret } })
  assert.equal(response.statusCode, 200, response.body)
  return person(app, response.json(), secret)
}

export async function newContact(owner: Person, fields: object = {}): Promise<{ _id: string; phoneNumber: string }> {
  const response = await owner.call('POST', '/api/contact', { phoneNumber: newNumber(), firstName: 'Jane', ...fields })
  assert.equal(response.statusCode, 201, response.body)
  return response.json().contact
}

/** An SMS channel on the simulator, which answers and delivers at once. */
export async function newChannel(admin: Person, fields: object = {}): Promise<{ _id: string; identifier: string }> {
  const payload = {
    type: 'sms',
    provider: 'simulator',
    name: 'Main',
    identifier: newNumber(),
    settings: { deliverySeconds: 0 },
    ...fields,
  }
  const response = await admin.call('POST', '/api/channels', payload)
  assert.equal(response.statusCode, 201, response.body)
  return response.json()
}

/** A contact writes to a simulated channel. */
export async function newInbound(
  admin: Person,
  channel: { identifier: string },
  fields: object = {},
): Promise<{ messageId: string; conversationId: string; contactId: string }> {
  const payload = { from: newNumber(), to: channel.identifier, body: 'Hello', ...fields }
  const response = await admin.call('POST', '/api/simulator/inbound', payload)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

let lastNumber = 2_000_000

/** Never the same twice; every file of tests is a process with databases of its own. */
export function newNumber(): string {
  lastNumber += 1
  return `+1415${lastNumber}`
}

export function newEmail(): string {
  return `${randomBytes(8).toString('hex')}@example.com`
}

function person(app: App, { token, user }: { token: string; user: Person['user'] }, secret = password): Person {
  return {
    token,
    user,
    password: secret,
    call: (method, url, payload, headers = {}) =>
      app.inject({
        method: method as 'GET',
        url,
        headers: { authorization: `Bearer ${token}`, ...headers },
        ...(payload === undefined ? {} : { payload: payload as object }),
      }),
  }
}

/** Waits until it holds; for what a worker does in its own time. */
export async function until<T>(look: () => Promise<T | undefined | false>, what = 'it'): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`Waited 10 seconds for ${what} in vain.`)
}

export interface LoggedEvent {
  position: number
  type: string
  actorType: string
  actorId: string | null
  subjectId: string
  data: Record<string, unknown>
}

/** What happened in the admin's organization, in order; only of these types, where any are given. */
export async function eventsOf(admin: Person, ...types: string[]): Promise<LoggedEvent[]> {
  const query = new URLSearchParams({ size: '1000', ...(types.length > 0 ? { types: types.join() } : {}) })
  const response = await admin.call('GET', `/api/event-logs?${query.toString()}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json().events
}

/** Does it so many times at once. */
export function atOnce<T>(times: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => work(index)))
}

/** Waits until so many of the database's sessions wait for a lock that another one holds. */
export async function untilBlocked(db: Database, sessions = 1): Promise<void> {
  await until(async () => {
    const waiting = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    `.execute(db)
    return waiting.rows.length >= sessions
  }, `${sessions} blocked sessions`)
}

/** Starts something while a transaction holds what it needs, and lets go as soon as it waits for that. */
export async function whileHeld<T>(
  db: Database,
  hold: (trx: Trx) => Promise<unknown>,
  start: () => Promise<T>,
): Promise<T> {
  const [started] = await transact(db, async (trx) => {
    await hold(trx)
    const waiting = start()
    await untilBlocked(db)
    return [waiting]
  })
  return started
}

/** Somebody in the admin's organization who crosses into all of them. */
export async function newSuperadmin({ app, db }: { app: App; db: Database }, admin: Person): Promise<Person> {
  const { user } = await newColleague(app, admin, 'ADMIN')
  await db
    .updateTable('users')
    .set({ accessRole: 'SUPERADMIN' })
    .where('organizationId', '=', user.organizationId)
    .where('id', '=', user.id)
    .execute()
  return loggedIn(app, user.email, password)
}
