import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { startApp } from '../../test/app.ts'
import { startCuttingProxy } from '../../test/cutting-proxy.ts'
import { newChannel, newContact, newOrganization, until } from '../../test/factories.ts'
import { eventsAbout, untilStatus } from '../../test/threads.ts'
import { openDatabase } from '../platform/database.ts'
import { Signals } from '../platform/signals.ts'
import { Dispatcher } from './dispatcher.ts'

const { app, db, databaseUrl, tools, log } = await startApp()

test('what was claimed when the connection broke is sent all the same, once', async (t) => {
  const { ada, contactId, proxy, dispatcher } = await newWorker(t)
  await dispatcher.start()
  const isCut = proxy.cutAtCommitOf('insert into "attempts"')
  const [first, second] = [await send(ada, contactId), await send(ada, contactId)]
  await isCut
  for (const id of [first, second]) {
    await untilStatus(ada, id, 'sent')
    assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.sent'])
  }
  assert.equal(await countReceived(ada), 2)
})

test('an outcome that was written down when the connection broke is written down once', async (t) => {
  const { ada, contactId, proxy, dispatcher } = await newWorker(t)
  await dispatcher.start()
  const isCut = proxy.cutAtCommitOf('delete from outbox')
  const first = await send(ada, contactId)
  await isCut
  const second = await send(ada, contactId)
  for (const id of [first, second]) {
    await untilStatus(ada, id, 'sent')
    assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.sent'])
  }
  assert.equal(await countReceived(ada), 2)
})

test('what becomes of messages while the database is away is written down when it is back', async (t) => {
  const { ada, contactId, proxy, dispatcher } = await newWorker(t, { delayMilliseconds: 500 })
  const ids = [await send(ada, contactId)]
  for (let count = 0; count < 9; count++) ids.push(await send(ada, (await newContact(ada))._id))
  await dispatcher.start()
  await until(async () => (await countClaimed(ada)) === 10)
  proxy.beAway()
  await until(async () => (await countReceived(ada)) === 10)
  ids.push(await send(ada, contactId))
  await setTimeout(1200)
  assert.equal(await countClaimed(ada), 10)
  proxy.beBack()
  for (const id of ids) await untilStatus(ada, id, 'sent')
  assert.equal(await countReceived(ada), ids.length)
})

type Person = Awaited<ReturnType<typeof newOrganization>>

/** A worker that reaches its database through a proxy, and somebody to write to. */
async function newWorker(t: TestContext, settings: object = {}) {
  const proxy = await startCuttingProxy(t, databaseUrl)
  const proxied = openDatabase({ url: proxy.url, preparedStatements: false })
  const signals = new Signals(databaseUrl, log)
  await signals.connect()
  const dispatcher = new Dispatcher(proxied, tools, signals, log)
  t.after(async () => {
    await dispatcher.stop()
    await signals.close()
    await proxied.destroy()
  })
  const ada = await newOrganization(app)
  await newChannel(ada, { settings: { deliverySeconds: 0, ...settings } })
  const { _id: contactId } = await newContact(ada)
  return { ada, contactId, proxy, dispatcher }
}

async function send(ada: Person, contactId: string): Promise<string> {
  const response = await ada.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  assert.equal(response.statusCode, 200, response.body)
  return response.json()._id
}

async function countReceived(ada: Person): Promise<number> {
  return (await ada.call('GET', '/api/simulator/messages')).json().messages.length
}

async function countClaimed({ user }: Person): Promise<number> {
  const claimed = await db
    .selectFrom('outbox')
    .select('messageId')
    .where('organizationId', '=', user.organizationId)
    .where('claimedBy', 'is not', null)
    .execute()
  return claimed.length
}
