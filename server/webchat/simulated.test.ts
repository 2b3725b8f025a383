import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newOrganization, until } from '../../test/factories.ts'
import { newVisitor, newWebchat } from '../../test/webchat.ts'

const { app } = await startApp({ worker: true })

test('a simulated visitor writes to a webchat, goes on under its name, and what it gets is shown', async () => {
  const ada = await newOrganization(app)
  const { key } = await newWebchat(ada, { form: { isOn: true, fields: [{ name: 'email', isRequired: true }] } })
  const write = (body: string, more: object = {}) =>
    ada.call('POST', '/api/simulator/inbound', { from: 'Jane', to: key, body, ...more })
  const first = await write('Hello', { messageId: 'one' })
  assert.equal(first.statusCode, 200, first.body)
  const { conversationId, visitorId, messageId } = first.json()
  assert.equal((await write('Hello', { messageId: 'one' })).json().messageId, messageId)
  assert.equal((await write('Still there?')).json().conversationId, conversationId)
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'Good day, Jane' })
  const got = async () => (await ada.call('GET', `/api/simulator/messages?to=${visitorId}`)).json().messages
  const [message] = await until(async () => ((await got()).length === 1 ? got() : undefined), 'the answer')
  assert.deepEqual([message.from, message.body], [key, 'Good day, Jane'])
})

test('nobody plays visitors of somebody else’s webchat', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const { key } = await newWebchat(ada)
  const answer = await eve.call('POST', '/api/simulator/inbound', { from: 'Eve', to: key, body: 'Hello' })
  assert.equal(answer.statusCode, 400)
})

test('the thread of a simulated visitor shows both sides, and the simulator knows whom it plays', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const { id, key } = await newWebchat(ada)
  const thread = async () =>
    (await ada.call('GET', `/api/simulator/thread?channelId=${id}&contact=Jane`)).json().messages
  const visitors = (person = ada) => person.call('GET', `/api/simulator/visitors?channelId=${id}`)
  assert.deepEqual([await thread(), (await visitors()).json().visitors], [[], []])
  const written = await ada.call('POST', '/api/simulator/inbound', { from: 'Jane', to: key, body: 'Hello' })
  const { conversationId, visitorId } = written.json()
  await newVisitor(app, { key })
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'Good day, Jane' })
  const lines = await until(async () => ((await thread()).length === 2 ? thread() : undefined), 'the answer')
  assert.deepEqual(
    lines.map(({ isFromPhone, body }: { isFromPhone: boolean; body: string }) => [isFromPhone, body]),
    [
      [false, 'Good day, Jane'],
      [true, 'Hello'],
    ],
  )
  const known = (await visitors()).json().visitors
  assert.deepEqual(
    known.map((each: { name: string; visitorId: string }) => [each.name, each.visitorId]),
    [['Jane', visitorId]],
  )
  assert.equal((await visitors(eve)).statusCode, 404)
})
