import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startWorker } from '../worker.ts'
import { startApp } from '../../test/app.ts'
import { atOnce, newChannel, newContact, newOrganization, until } from '../../test/factories.ts'
import { startFakeTwilio } from '../../test/fake-twilio.ts'
import { readMessage, untilStatus } from '../../test/threads.ts'
import { Signals } from '../platform/signals.ts'

const surroundings = await startApp()
const { app, db, directUrl, log } = surroundings
const fake = await startFakeTwilio({ delayMilliseconds: 5 })
after(() => fake.close())

test('two workers on one database send each of 200 messages once, each conversation in order', async () => {
  const ada = await newOrganization(app)
  const settings = { apiBaseUrl: fake.url, messagesPerSecond: 1000 }
  const channels = await atOnce(2, () =>
    newChannel(ada, { provider: 'twilio', credentials: fake.credentials, settings }),
  )
  const contacts = await atOnce(20, () => newContact(ada))
  for (let index = 0; index < 10; index++) {
    await Promise.all(
      contacts.map(({ _id: contactId }, contact) => {
        const channelId = channels[contact % 2]!._id
        return ada.call('POST', '/api/messages/send', { contactId, channelId, content: String(index) })
      }),
    )
  }
  const workers = await atOnce(2, newWorker)
  await until(async () => {
    const { organizationId } = ada.user
    const rows = await db
      .selectFrom('outbox')
      .select('messageId')
      .where('organizationId', '=', organizationId)
      .execute()
    return rows.length === 0
  }, 'an empty outbox')

  assert.equal(fake.messages.length, 200)
  for (const { phoneNumber } of contacts) {
    const bodies = fake.messages.filter((message) => message.to === phoneNumber).map((message) => message.body)
    assert.deepEqual(bodies, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
  }
  const rows = await db
    .selectFrom('messages')
    .select(['status', 'providerMessageId'])
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.ok(rows.every((row) => row.status === 'sent'))
  assert.deepEqual(
    new Set(rows.map((row) => row.providerMessageId)),
    new Set(fake.messages.map((message) => message.sid)),
  )
  for (const stop of workers) await stop()
})

test('what waits on a disabled channel leaves when it is enabled', async () => {
  const ada = await newOrganization(app)
  const [enabled, disabled] = [await newChannel(ada), await newChannel(ada)]
  const send = async ({ _id: channelId }: { _id: string }) => {
    const { _id: contactId } = await newContact(ada)
    return (await ada.call('POST', '/api/messages/send', { contactId, channelId, content: 'Hello' })).json()._id
  }
  const waiting = await send(disabled)
  await ada.call('POST', `/api/channels/${disabled._id}/disable`)
  const passing = await send(enabled)
  await newWorker()
  await untilStatus(ada, passing, 'delivered')
  assert.equal((await readMessage(ada, waiting)).status, 'queued')
  await ada.call('POST', `/api/channels/${disabled._id}/enable`)
  await untilStatus(ada, waiting, 'delivered')
})

const stops: Array<() => Promise<void>> = []
after(async () => {
  for (const stop of stops) await stop()
})

async function newWorker(): Promise<() => Promise<void>> {
  const signals = new Signals(directUrl, log)
  const worker = await startWorker({ ...surroundings, signals })
  let isStopped = false
  const stop = async () => {
    if (isStopped) return
    isStopped = true
    await worker.stop()
    await signals.close()
  }
  stops.push(stop)
  return stop
}
