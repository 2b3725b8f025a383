import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newNumber, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { upload } from '../../test/files.ts'
import { newPageId } from '../../test/pages.ts'
import { untilStatus } from '../../test/threads.ts'
import type { Connection } from '../channels/connector.ts'
import { simulatorConnector } from '../channels/simulator.ts'

const { app, db } = await startApp({ worker: true })

async function newPhone(fields: object = {}, contact = newNumber()) {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada, fields)
  const write = async (body: string, more: object = {}) => {
    const written = { from: contact, to: channel.identifier, body, ...more }
    const response = await ada.call('POST', '/api/simulator/inbound', written)
    assert.equal(response.statusCode, 200, response.body)
    return response.json<{ conversationId: string; contactId: string }>()
  }
  const thread = async (more = '', person: Person = ada) => {
    const query = new URLSearchParams({ channelId: channel._id, contact })
    return person.call('GET', `/api/simulator/thread?${query.toString()}${more}`)
  }
  const send = async (conversationId: string, content: string) =>
    (await ada.call('POST', '/api/messages/send', { conversationId, content })).json()._id as string
  return { ada, channel, contact, write, thread, send }
}

interface Line {
  isFromPhone: boolean
  body: string
  messageId: string
  reaction: string | null
  media: unknown[]
}

const told = ({ isFromPhone, body }: Line) => [isFromPhone, body]

test('a simulated phone shows what was written on it and what came there, the newest first', async () => {
  const { ada, write, thread, send } = await newPhone()
  const { conversationId } = await write('Hello')
  await untilStatus(ada, await send(conversationId, 'Good day'), 'delivered')
  const { messages, nextCursor } = (await thread()).json()
  assert.deepEqual(messages.map(told), [
    [false, 'Good day'],
    [true, 'Hello'],
  ])
  assert.equal(nextCursor, null)
  const [first] = [(await thread('&size=1')).json()]
  assert.deepEqual(first.messages.map(told), [[false, 'Good day']])
  const second = (await thread(`&size=1&cursor=${first.nextCursor}`)).json()
  assert.deepEqual(second.messages.map(told), [[true, 'Hello']])
})

test('whoever plays a person of a page reacts to what came, and sees that somebody writes', async () => {
  const { ada, channel, contact, write, thread, send } = await newPhone(
    { type: 'facebook', identifier: newPageId() },
    newPageId(),
  )
  const { conversationId } = await write('Hello', { name: 'Grace Brewster Hopper' })
  await simulatorConnector(db, 'facebook').showTyping!({ channelId: channel._id } as Connection, contact)
  assert.equal((await thread()).json().isTyping, true)
  await untilStatus(ada, await send(conversationId, 'Good day'), 'delivered')
  assert.equal((await thread()).json().isTyping, false)
  const [line] = (await thread()).json().messages as Line[]
  const act = { from: contact, to: channel.identifier, kind: 'reaction', messageId: line!.messageId, body: '👍' }
  assert.equal((await ada.call('POST', '/api/simulator/page', act)).statusCode, 200)
  assert.equal((await thread()).json().messages[0].reaction, '👍')
  const { conversations } = (await ada.call('GET', '/api/conversations')).json()
  assert.deepEqual(
    [conversations[0].contact.firstName, conversations[0].contact.lastName],
    ['Grace', 'Brewster Hopper'],
  )
})

test('a simulated phone sends pictures', async () => {
  const { ada, write, thread } = await newPhone()
  const { key } = await upload(ada, Buffer.from('Written down'), 'note.txt')
  const { conversationId } = await write('Look', { attachments: [key] })
  assert.equal((await thread()).json().messages[0].media.length, 1)
  const { messages } = (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json()
  assert.equal(messages[0].attachments[0].name, 'note.txt')
})

test('a failure that is switched on meets everything that is sent, until it is switched off', async () => {
  const { ada, channel, write, send } = await newPhone()
  const { conversationId } = await write('Hello')
  const set = (failure: string) =>
    ada.call('PUT', `/api/channels/${channel._id}`, { settings: { deliverySeconds: 0, failure } })
  assert.equal((await set('refused')).statusCode, 200)
  assert.equal((await untilStatus(ada, await send(conversationId, 'One'), 'failed')).errorCode, '21211')
  await set('halted')
  const waiting = await send(conversationId, 'Two')
  const shown = async () => (await ada.call('GET', `/api/channels/${channel._id}`)).json()
  await until(async () => (await shown()).isHalted, 'the halt')
  assert.equal((await ada.call('POST', `/api/channels/${channel._id}/test`)).json().success, false)
  await set('none')
  assert.equal((await shown()).isHalted, false)
  await untilStatus(ada, waiting, 'delivered')
  assert.equal((await set('thunder')).statusCode, 400)
})

test('only admins look at simulated phones, and only at their own', async () => {
  const { ada, thread } = await newPhone()
  assert.equal((await thread('', await newColleague(app, ada, 'SALES_REP'))).statusCode, 403)
  assert.equal((await thread('', await newOrganization(app))).statusCode, 404)
})
