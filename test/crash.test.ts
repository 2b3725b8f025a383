import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import type pg from 'pg'

import { assertCounted, untilHeard, assertKept, assertLogged, assertSentOnce, readMessages } from './crash/audit.ts'
import type { LoggedEvent } from './crash/audit.ts'
import { keepWriting } from './crash/clients.ts'
import type { World } from './crash/clients.ts'
import { randomFrom } from './crash/random.ts'
import { Server, deaths, freePort } from './crash/server.ts'
import { onDatabase } from './database.ts'
import { newNumber } from './factories.ts'
import { startFakeTwilio } from './fake-twilio.ts'
import type { Behaviour } from './fake-twilio.ts'

const rounds = Number(process.env['CRASH_ROUNDS'] ?? 20)
const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const login = { email: 'boss@example.com', password: 'correct horse battery' }

test(`nothing is lost and nothing is sent twice, killed ${rounds} times with the seed ${seed}`, async (t) => {
  const server = await newServer(t)
  const world = await newWorld(t, server)
  const writing = keepWriting(world)
  const starts: number[] = []
  for (let round = 1; round <= rounds; round++) {
    await Promise.race([setTimeout(world.random.between(100, 2500)), writing])
    await server.die(world.random.pick(deaths))
    starts.push(await server.start())
  }
  world.isOver = true
  world.fake.behave(() => undefined)
  await writing
  await server.die('everything')
  starts.push(await server.start())

  await onDatabase(server.databaseUrl(), async (client) => {
    await untilQuiet(client)
    const messages = await readMessages(client)
    const events = await readLog(world)
    t.diagnostic(summaryOf(world, messages, events, starts))
    assertKept(world, messages)
    assertSentOnce(world, messages)
    assertLogged(events, messages)
    await assertCounted(client)
    await untilHeard(client, events)
    await untilListed(client, world)
  })
  assert.equal(await server.stop(), 0)
})

async function newServer(t: TestContext): Promise<Server> {
  const port = await freePort()
  const server = new Server(port, { ADMIN_EMAIL: login.email, ADMIN_PASSWORD: login.password })
  t.after(() => server.remove())
  await server.start()
  return server
}

async function newWorld(t: TestContext, { url }: Server): Promise<World> {
  const fake = await startFakeTwilio()
  t.after(() => fake.close())
  const random = randomFrom(seed)
  fake.behave(() => ({ ...behaviour(random.between(1, 1000)), delayMilliseconds: random.between(5, 200) }))
  const { token } = await call<{ token: string }>(url, '', 'POST', '/api/auth/login', login)
  const channelNumber = newNumber()
  await call(url, token, 'POST', '/api/channels', {
    type: 'sms',
    provider: 'twilio',
    name: 'Main',
    identifier: channelNumber,
    credentials: fake.credentials,
    settings: { apiBaseUrl: fake.url, messagesPerSecond: 1000 },
  })
  const contacts = []
  for (let count = 0; count < 8; count++) {
    const phoneNumber = newNumber()
    const { contact } = await call<{ contact: { _id: string } }>(url, token, 'POST', '/api/contact', { phoneNumber })
    contacts.push({ id: contact._id, phoneNumber })
  }
  return { url, token, channelNumber, contacts, fake, random, isOver: false, accepted: [], acknowledged: new Map() }
}

/** In a thousand messages so many go wrong in each way. */
function behaviour(draw: number): Behaviour {
  if (draw <= 40) return { kind: 'take-then-reset' }
  if (draw <= 60) return { kind: 'reset' }
  if (draw <= 70) return { kind: 'refuse', status: 503 }
  if (draw <= 90) return { kind: 'refuse', status: 400, code: 21211 }
  if (draw <= 95) return { kind: 'refuse', status: 429, retryAfter: '1' }
  return { kind: 'take' }
}

/** Until everything that can leave has left, and everybody has heard of it. */
async function untilQuiet(client: pg.Client): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await client.query<{ is_quiet: boolean }>(`
      select not exists (select from outbox) and not exists (select from events where position is null)
        and not exists (
          select from event_positions p join event_cursors c on c.organization_id = p.organization_id
          where c.position < p.last_position
        ) as is_quiet
    `)
    if (found.rows[0]?.is_quiet) return
    await setTimeout(100)
  }
  throw new Error('There is no quiet after a minute.')
}

async function readLog({ url, token }: World): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = []
  for (;;) {
    const after = events.at(-1)?.position ?? 0
    const page = await call<{ events: LoggedEvent[] }>(url, token, 'GET', `/api/event-logs?size=1000&after=${after}`)
    if (page.events.length === 0) return events
    events.push(...page.events)
  }
}

/** All whose outcome nobody knows are listed; meanwhile the provider may be asked about one, and know. */
async function untilListed(client: pg.Client, world: World): Promise<void> {
  for (let tries = 0; ; tries++) {
    const unknown = (await readMessages(client)).filter(({ status }) => status === 'unknown').map(({ id }) => id)
    const listed = (await listUnknown(world)).toSorted()
    if (tries === 10) assert.deepEqual(listed, unknown)
    if (listed.join() === unknown.join()) return
  }
}

async function listUnknown({ url, token }: World): Promise<string[]> {
  interface Page {
    messages: Array<{ _id: string }>
    nextCursor: string | null
  }
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = `status=unknown&size=50${cursor ? `&cursor=${cursor}` : ''}`
    const page: Page = await call<Page>(url, token, 'GET', `/api/messages?${query}`)
    ids.push(...page.messages.map(({ _id }) => _id))
    cursor = page.nextCursor
  }
  return ids
}

async function call<T>(base: string, token: string, method: string, url: string, body?: object): Promise<T> {
  const response = await fetch(base + url, {
    method,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  assert.ok(response.ok, `${method} ${url}: ${response.status}`)
  return (await response.json()) as T
}

function summaryOf(world: World, messages: Array<{ status: string }>, events: LoggedEvent[], starts: number[]): string {
  const statuses = [...Map.groupBy(messages, ({ status }) => status)].map(([status, all]) => `${all.length} ${status}`)
  const slowest = Math.round(Math.max(...starts))
  const median = Math.round(starts.toSorted((one, other) => one - other)[starts.length >> 1]!)
  return `${world.acknowledged.size} in, ${world.accepted.length} out (${statuses.join(', ')}), ${events.length} events; restarted in ${median} ms, ${slowest} ms at most`
}
