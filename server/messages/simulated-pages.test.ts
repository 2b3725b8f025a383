import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newInbound, newOrganization, until } from '../../test/factories.ts'
import { newPageId } from '../../test/pages.ts'
import { untilStatus } from '../../test/threads.ts'

const { app } = await startApp({ worker: true })

async function newSimulated(person = newPageId()) {
  const ada = await newOrganization(app)
  const page = await newChannel(ada, { type: 'facebook', identifier: newPageId() })
  const { conversationId } = await newInbound(ada, page, { from: person, messageId: 'first' })
  const act = (kind: string, more: object = {}) =>
    ada.call('POST', '/api/simulator/page', { from: person, to: page.identifier, kind, ...more })
  const list = async () => (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json().messages
  const send = async () => {
    const response = await ada.call('POST', '/api/messages/send', { conversationId, content: 'Good day' })
    assert.equal(response.statusCode, 200, response.body)
    return response.json()._id as string
  }
  return { ada, page, act, list, send }
}

test('on a simulated page people press, react, read, and are answered elsewhere', async () => {
  const { act, list } = await newSimulated()
  assert.equal((await act('postback', { body: 'Get started' })).statusCode, 200)
  await act('reaction', { messageId: 'first', body: '\u{2764}' })
  await act('echo', { messageId: 'elsewhere', body: 'I am on it' })
  await act('echo', { messageId: 'elsewhere', body: 'I am on it' })
  await act('read')
  const messages = await list()
  assert.deepEqual(
    messages.map(({ content, status, reaction }: { content: string; status: string; reaction: string | null }) => {
      return [content, status, reaction]
    }),
    [
      ['Hello', 'delivered', '\u{2764}'],
      ['Get started', 'delivered', null],
      ['I am on it', 'read', null],
    ],
  )
})

test('some people of simulated pages have a fate of their own', async () => {
  const closed = await newSimulated('15005550011')
  assert.equal((await untilStatus(closed.ada, await closed.send(), 'failed')).errorCode, '10/2018278')
  const lost = await newSimulated('15005550014')
  // The echo may come before the answer is given up.
  await untilStatus(lost.ada, await lost.send(), 'delivered')
  const halted = await newSimulated('15005550012')
  await halted.send()
  const shown = async () => (await halted.ada.call('GET', `/api/channels/${halted.page._id}`)).json()
  await until(async () => (await shown()).trouble, 'the trouble')
})

test('only pages on the simulator can be played, and only by admins', async () => {
  const { ada, page, act } = await newSimulated()
  const rep = await newColleague(app, ada, 'SALES_REP')
  const body = { from: '1', to: page.identifier, kind: 'read' }
  assert.equal((await rep.call('POST', '/api/simulator/page', body)).statusCode, 403)
  const number = await newChannel(ada)
  assert.equal((await act('read', { to: number.identifier })).statusCode, 400)
  const stranger = await newOrganization(app)
  assert.equal((await stranger.call('POST', '/api/simulator/page', body)).statusCode, 400)
})

test('a simulated page takes 2,000 characters, as Messenger does', async () => {
  const { ada, page, list } = await newSimulated()
  const person = newPageId()
  const { conversationId } = await newInbound(ada, page, { from: person, body: 'x'.repeat(2000) })
  const send = (content: string) => ada.call('POST', '/api/messages/send', { conversationId, content })
  assert.equal((await send('x'.repeat(2000))).statusCode, 200)
  assert.equal((await send('x'.repeat(2001))).statusCode, 400)
  assert.equal((await list()).length, 1)
})
