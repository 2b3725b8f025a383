import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chownSync } from 'node:fs'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { canReach } from '../server/platform/embedded-postgres/account.ts'
import { createDatabase } from './database.ts'
import { newNumber, until } from './factories.ts'
import { startFakeTwilio } from './fake-twilio.ts'
import { callerWith, logIn } from './start/caller.ts'
import type { Caller } from './start/caller.ts'
import { newDataDir, start } from './start/program.ts'

const email = 'boss@example.com'
const password = 'correct horse battery'
const boss = { ADMIN_EMAIL: email, ADMIN_PASSWORD: password }
const nobody = 65534

test('the first start says where it runs and how to log in, the second only where; tokens outlive it', async (t) => {
  const dataDir = newDataDir(t)
  const first = await (await start(t, { DATA_DIR: dataDir })).healthy()
  await first.says(new RegExp(`Tether is running at ${first.url}`))
  const [, login = '', made = ''] = await first.says(/First log-in: (\S+) {2}password: (\S+)/)
  assert.equal(login, 'admin@example.com')
  const { token } = await logIn(first.url, login, made)
  assert.equal(await first.stop(), 0)

  const second = await (await start(t, { DATA_DIR: dataDir })).healthy()
  await second.says(/Tether is running at/)
  assert.doesNotMatch(second.output, /log-in|password/)
  await callerWith(second.url, token).call('GET', '/api/auth/verify-token')
  assert.equal(await second.stop(), 0)
})

test('the first start says where to set it up, and whoever goes there names the organization', async (t) => {
  const program = await (await start(t, { DATA_DIR: newDataDir(t) })).healthy()
  const [, address = '', made = ''] = await program.says(/Set it up at: (\S+\/setup)#(\S+)/)
  assert.equal(address, `${program.url}/setup`)
  const body = { password: made, organizationName: 'Kiln', fullName: 'Ada', email, newPassword: password }
  const answer = await fetch(`${program.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  assert.equal(answer.status, 200)
  const caller = await logIn(program.url, email, password)
  assert.equal((await caller.call<{ name: string }>('GET', '/api/organizations/user')).name, 'Kiln')
})

test('a password that was given is not said', async (t) => {
  const program = await start(t, { DATA_DIR: newDataDir(t), ...boss })
  await program.says(/First log-in: boss@example.com\n/)
  assert.doesNotMatch(program.output, /Set it up/)
  assert.ok(!program.output.includes(password))
  await logIn(program.url, email, password)
})

test('a second start on the same data says so, and harms nothing', async (t) => {
  const dataDir = newDataDir(t)
  const first = await (await start(t, { DATA_DIR: dataDir, ...boss })).healthy()
  const second = await start(t, { DATA_DIR: dataDir, ...boss })
  assert.equal(await second.ended(), 1)
  assert.match(second.output, /^\S+ is in use by process \d+; stop it or set DATA_DIR\n$/)
  await logIn(first.url, email, password)
  assert.equal(await first.stop(), 0)
})

test('a port in use is said in a sentence, and a first log-in that was made meanwhile is not lost', async (t) => {
  const other = net.createServer().listen(0, '127.0.0.1')
  t.after(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const dataDir = newDataDir(t)
  const program = await start(t, { DATA_DIR: dataDir, PORT: String(port) })
  assert.equal(await program.ended(), 1)
  assert.match(program.output, new RegExp(`^Port ${port} .* is in use.*PORT.*\\.$`, 'm'))
  assertNoStack(program.output)
  other.close()

  const again = await (await start(t, { DATA_DIR: dataDir, PORT: String(port) })).healthy()
  await again.says(/Tether is running/)
  const [, login = '', made = ''] = /First log-in: (\S+) {2}password: (\S+)/.exec(program.output + again.output) ?? []
  await logIn(again.url, login, made)
})

test('a wrong setting is said in a sentence that names it', async (t) => {
  const server = new URL(process.env['TEST_DATABASE_URL'] ?? '')
  const dataDir = newDataDir(t)
  const wrong: Record<string, string> = {
    PORT: 'http',
    ROLES: 'cook',
    PUBLIC_URL: 'crm.example.com',
    DATABASE_URL: 'localhost',
    TRUST_PROXY: 'all',
  }
  for (const [name, value] of Object.entries(wrong)) await assertRefused(t, { DATA_DIR: dataDir, [name]: value }, name)
  const unreachable = [
    'postgresql://tether@127.0.0.1:1/tether',
    'postgresql://tether@localhost:1/tether',
    'postgresql://tether@nowhere.invalid/tether',
    `postgresql://tether:${server.password}@${server.host}/not_there`,
    `postgresql://not_there:${server.password}@${server.host}/postgres`,
    `postgresql://tether@${server.host}/postgres`,
  ]
  for (const url of unreachable) await assertRefused(t, { DATA_DIR: dataDir, DATABASE_URL: url }, 'DATABASE_URL')
})

test('nothing that hangs keeps it from stopping: a provider, a file, a slow client; and nothing is lost', async (t) => {
  const fake = await startFakeTwilio()
  t.after(() => fake.close())
  fake.behave(() => ({ kind: 'take-then-hang' }))
  const silent = await startSilent(t)
  const dataDir = newDataDir(t)
  const program = await (await start(t, { DATA_DIR: dataDir, ...boss })).healthy()
  const caller = await logIn(program.url, email, password)
  const channel = { provider: 'twilio', credentials: fake.credentials }
  await addChannel(caller, { ...channel, settings: { apiBaseUrl: fake.url } })
  const withFiles = await addChannel(caller, { ...channel, settings: { apiBaseUrl: silent.url } })
  const file = { NumMedia: '1', MediaUrl0: `${silent.url}/file`, MediaContentType0: 'image/png' }
  await fake.sendInbound(program.url, { From: newNumber(), To: withFiles.identifier, ...file })
  const message = await send(caller)
  await until(async () => fake.messages.length === 1 && silent.connections() === 1)
  await connectSlowly(t, program.url, caller.token)
  assert.equal(await program.stop(), 0)

  const again = await (await start(t, { DATA_DIR: dataDir, ...boss })).healthy()
  const found = await callerWith(again.url, caller.token).call<Message>('GET', `/api/messages/${message._id}`)
  assert.equal(found.status, 'unknown')
  assert.ok(found.errorMessage)
  assert.equal(fake.messages.length, 1)
  await until(async () => silent.connections() > 1, 'the file to be asked for again')
})

test('whenever it is told to stop while it starts, it does, and starts again afterwards', async (t) => {
  const dataDir = newDataDir(t)
  for (const milliseconds of [100, 400, 700, 1000, 1500]) {
    const program = await start(t, { DATA_DIR: dataDir, ...boss })
    await setTimeout(milliseconds)
    const code = await program.stop()
    // Before it can hear the signal, the system ends it.
    assert.ok(
      code === 0 || (code === 'SIGTERM' && program.output === ''),
      `${code} after ${milliseconds}: ${program.output}`,
    )
    assertNoStack(program.output)
  }
  const program = await (await start(t, { DATA_DIR: dataDir, ...boss })).healthy()
  await logIn(program.url, email, password)
})

test('on a database of one’s own, web and worker may be two processes, started at the same moment', async (t) => {
  const database = await createDatabase()
  t.after(() => database.drop())
  const environment = { DATA_DIR: newDataDir(t), DATABASE_URL: database.url, ...boss }
  const [web, worker] = await Promise.all([
    start(t, { ...environment, ROLES: 'web' }),
    start(t, { ...environment, ROLES: 'worker' }),
  ])
  await web.healthy()
  const caller = await logIn(web.url, email, password)
  await addChannel(caller, { provider: 'simulator', settings: { deliverySeconds: 0 } })
  const { _id } = await send(caller)
  await until(async () => {
    const message = await caller.call<Message>('GET', `/api/messages/${_id}`)
    return message.status === 'delivered'
  }, 'the worker')
  assert.deepEqual(await Promise.all([web.stop(), worker.stop()]), [0, 0])
  for (const { output } of [web, worker]) assertNoStack(output)
})

test('root is not needed', { skip: process.getuid?.() !== 0 && 'this is no root' }, async (t) => {
  const account = { uid: nobody, gid: nobody, name: 'nobody' }
  if (![process.execPath, import.meta.dirname].every((target) => canReach(account, target))) {
    return t.skip('this clone is closed to other users')
  }
  const dataDir = newDataDir(t)
  chownSync(dataDir, nobody, nobody)
  for (const times of [1, 2]) {
    const program = await (await start(t, { DATA_DIR: dataDir, ...boss }, { uid: nobody })).healthy()
    await logIn(program.url, email, password)
    assert.equal(await program.stop(), 0, `start ${times}`)
  }
})

interface Message {
  _id: string
  status: string
  errorMessage: string | null
}

function addChannel(caller: Caller, fields: object): Promise<{ identifier: string }> {
  return caller.call('POST', '/api/channels', { type: 'sms', name: 'Main', identifier: newNumber(), ...fields })
}

async function send(caller: Caller): Promise<Message> {
  const phoneNumber = newNumber()
  const { contact } = await caller.call<{ contact: { _id: string } }>('POST', '/api/contact', { phoneNumber })
  return caller.call<Message>('POST', '/api/messages/send', { contactId: contact._id, content: 'Hello' })
}

/** A provider that takes connections, and never says a word. */
async function startSilent(t: TestContext): Promise<{ url: string; connections: () => number }> {
  const sockets: net.Socket[] = []
  const server = net.createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => sockets.length }
}

/** One never ends its request, one keeps its connection for later, and one does not read the answers. */
async function connectSlowly(t: TestContext, url: string, token: string): Promise<void> {
  const head = `Host: x\r\nAuthorization: Bearer ${token}\r\n`
  const requests = [
    `POST /api/contact HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"phone`,
    `GET /api/contacts HTTP/1.1\r\n${head}\r\n`,
    `GET /api/openapi.json HTTP/1.1\r\n${head}\r\n`.repeat(200),
  ]
  const sockets = requests.map(() => net.connect(Number(new URL(url).port), '127.0.0.1').setNoDelay(true))
  sockets.forEach((socket, index) => {
    socket.on('error', () => undefined).write(requests[index]!)
    t.after(() => socket.destroy())
  })
  sockets[1]!.resume()
  await setTimeout(300)
}

async function assertRefused(t: TestContext, environment: Record<string, string>, name: string): Promise<void> {
  const program = await start(t, environment)
  assert.equal(await program.ended(), 1)
  assert.match(program.output, new RegExp(`^[^\\n]*${name}[^\\n]*\\n$`), JSON.stringify(environment))
}

function assertNoStack(output: string): void {
  assert.doesNotMatch(output, /^ {4}at /m)
}
