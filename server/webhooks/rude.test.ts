import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { deliveriesOf, hear, newReceiver, newWebhook, refuse, tellDue } from '../../test/webhooks.ts'
import type { Hook } from '../../test/webhooks.ts'
import { ok } from '../../test/whole-person.ts'
import { createOutgoing } from '../platform/outgoing.ts'
import { call } from './calling.ts'
import type { Call } from './claim.ts'

const server = await startApp({ config: { privateWebhooks: true } })
const { app } = server

test('of a huge or an endless answer the first 2 kB are kept, and the status counts', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  receiver.answer = (_request, response) => {
    response.writeHead(200, { 'content-length': String(2 ** 40) })
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', pour)
    pour()
  }
  const attempt = await attemptAt(ada, hook)
  assert.deepEqual([attempt.status, attempt.answer, attempt.errorCode], [200, 'x'.repeat(2048), null])

  receiver.answer = (_request, response) => void response.writeHead(500).end(`a\0b${'é'.repeat(2000)}`)
  const odd = await attemptAt(ada, hook)
  assert.equal(odd.status, 500)
  assert.match(odd.answer, /^a\uFFFDbé{1022}\uFFFD$/)
})

const rude: Array<[string, (socket: Socket) => void, RegExp]> = [
  ['hangs up', (socket) => void socket.destroy(), /connection_(lost|failed)/],
  ['resets', (socket) => void socket.resetAndDestroy(), /connection_(lost|failed)/],
  ['speaks something else', (socket) => void socket.end('SSH-2.0-OpenSSH\r\n'), /connection_lost/],
  ['sends garbage for headers', (socket) => void socket.end('HTTP/1.1 200 OK\r\n\0: \xff\r\n\r\n'), /connection_lost/],
  ['sends endless headers', endlessHeaders, /connection_lost/],
]

for (const [what, act, code] of rude) {
  test(`a receiver that ${what} is told again later`, async (t) => {
    const ada = await newOrganization(app)
    const hook = await newWebhook(ada, { url: await listen(t, act), types: ['contact.created'] })
    const attempt = await attemptAt(ada, hook)
    assert.match(attempt.errorCode, code)
    const [delivery] = await deliveriesOf(ada, hook)
    assert.deepEqual([delivery.state, delivery.tries], ['failed', 1])
  })
}

test('a receiver that never answers is given up on after a while', async (t) => {
  const url = await listen(t, () => {})
  const outgoing = createOutgoing({ allowPrivate: true })
  const signal = AbortSignal.timeout(100)
  const outcome = await call(outgoing, callOf(url), new Date(), signal)
  assert.deepEqual([outcome.status, outcome.errorCode], [null, 'aborted'])
})

test('a redirect is not followed, wherever it leads', async (t) => {
  const inside = await newReceiver(t)
  for (const location of ['http://127.0.0.1:1/', 'http://169.254.169.254/latest/meta-data/', inside.url]) {
    const receiver = await newReceiver(t)
    receiver.answer = refuse(302, { location })
    const ada = await newOrganization(app)
    const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
    const attempt = await attemptAt(ada, hook)
    assert.deepEqual([attempt.status, attempt.errorCode], [302, 'redirected'])
  }
  assert.equal(inside.told.length, 0)
})

test('a name that leads into the own network is refused when it is called, whatever it led to before', async (t) => {
  const receiver = await newReceiver(t)
  const port = new URL(receiver.url).port
  let addresses = ['192.0.2.1']
  const lookup = (_name: string, _options: unknown, callback: (error: null, found: object[]) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    )
  const outgoing = createOutgoing({ allowPrivate: false, lookup: lookup as never })
  for (const inner of ['127.0.0.1', '10.0.0.5', '169.254.169.254']) {
    addresses = [inner]
    const outcome = await call(outgoing, callOf(`http://rebinding.example:${port}/`), new Date())
    assert.equal(outcome.errorCode, 'address_refused')
  }
  assert.equal(receiver.told.length, 0)
})

test('one who may no longer reach the own network does not, though the webhook is there already', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, new Date(), false)
  const [delivery] = await deliveriesOf(ada, hook)
  assert.equal(delivery.lastError, 'The address must not be reached from here.')
  assert.equal(receiver.told.length, 0)
})

/** What came of the newest event. */
async function attemptAt(ada: Person, hook: Hook) {
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  const [{ _id: id }] = await deliveriesOf(ada, hook)
  return (await ok(ada, 'GET', `/api/webhooks/${hook.webhookId}/deliveries/${id}`)).attempts[0]
}

function callOf(url: string): Call {
  const event = { position: 1, actorType: 'system', actorId: null, subjectId: 'x', data: {}, createdAt: new Date() }
  const ids = { organizationId: 'o', webhookId: 'w', id: 'd', eventId: 'e' }
  return { ...ids, url, secrets: ['whsec_c2VjcmV0'], tries: 1, eventType: 'contact.created', event }
}

function endlessHeaders(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\n')
  const pour = () => {
    while (!socket.destroyed && socket.write(`x-more: ${'x'.repeat(8000)}\r\n`));
  }
  socket.on('drain', pour)
  pour()
}

async function listen(t: TestContext, act: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const listener = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    socket.once('data', () => act(socket))
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.after(() => {
    listener.close()
    for (const socket of sockets) socket.destroy()
  })
  return `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`
}
