import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { startApp } from '../../test/app.ts'
import { startCuttingProxy } from '../../test/cutting-proxy.ts'
import { newChannel, newContact, newOrganization } from '../../test/factories.ts'
import { eventsAbout, untilStatus } from '../../test/threads.ts'
import { openDatabase } from '../platform/database.ts'
import { Signals } from '../platform/signals.ts'
import { Dispatcher } from './dispatcher.ts'

const { app, databaseUrl, tools, log } = await startApp()

test('what was claimed when the connection broke is sent all the same, once', async (t) => {
  const { ada, contactId, proxy } = await start(t)
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
  const { ada, contactId, proxy } = await start(t)
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

type Person = Awaited<ReturnType<typeof newOrganization>>

/** A worker that reaches its database through a proxy, and somebody to write to. */
async function start(t: TestContext) {
  const proxy = await startCuttingProxy(t, databaseUrl)
  const db = openDatabase({ url: proxy.url, preparedStatements: false })
  const signals = new Signals(databaseUrl, log)
  await signals.connect()
  const dispatcher = new Dispatcher(db, tools, signals, log)
  await dispatcher.start()
  t.after(async () => {
    await dispatcher.stop()
    await signals.close()
    await db.destroy()
  })
  const ada = await newOrganization(app)
  await newChannel(ada)
  const { _id: contactId } = await newContact(ada)
  return { ada, contactId, proxy }
}

async function send(ada: Person, contactId: string): Promise<string> {
  const response = await ada.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  assert.equal(response.statusCode, 200, response.body)
  return response.json()._id
}

async function countReceived(ada: Person): Promise<number> {
  return (await ada.call('GET', '/api/simulator/messages')).json().messages.length
}
