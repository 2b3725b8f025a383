import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { startFakeMeta } from '../../test/fake-meta.ts'
import { newPage, newPageId } from '../../test/pages.ts'
import { newThread, untilStatus } from '../../test/threads.ts'
import { newVisitor, newWebchat } from '../../test/webchat.ts'

const { app } = await startApp({ worker: true })
const fake = await startFakeMeta()
after(() => fake.close())
after(() => assert.deepEqual(fake.mistakes, []))

function send(person: Person, body: object) {
  return person.call('POST', '/api/messages/send', { content: 'Yes', ...body })
}

test('an answer on a page quotes what the person wrote, also where files follow it', async () => {
  const page = await newPage(app, fake)
  const mid = await page.write('Is it red?')
  const [asked] = await page.list()
  const response = await page.send('It is', { replyToId: asked!._id })
  assert.equal(response.statusCode, 200, response.body)
  assert.equal(response.json().replyToId, asked!._id)
  await untilStatus(page.ada, response.json()._id, 'sent')
  assert.equal(page.taken()[0]!.replyTo, mid)
  const plain = await page.send('And blue')
  await untilStatus(page.ada, plain.json()._id, 'sent')
  assert.deepEqual([plain.json().replyToId, page.taken()[1]!.replyTo], [null, undefined])
})

test('a visitor sees what an answer is to, and a scheduled answer keeps its quote', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada))
  const { id } = (await visitor.say('Do you deliver?')).json()
  const conversationId = (await eventsOf(ada, 'conversation.opened'))[0]!.subjectId
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString()
  const later = await send(ada, { conversationId, replyToId: id, scheduledAt })
  assert.deepEqual([later.statusCode, later.json().replyToId], [200, id], later.body)
  assert.equal((await send(ada, { conversationId, replyToId: id })).statusCode, 200)
  const heard = async () => (await visitor.call('GET', '/api/webchat/messages')).json().messages[1]
  const answer = await until(heard, 'the answer')
  assert.deepEqual(answer.replyTo, { id, isMine: true, content: 'Do you deliver?' })
})

test('the simulated phone shows the quote, both ways, and what was changed', async () => {
  const ada = await newOrganization(app)
  const page = await newChannel(ada, { type: 'facebook', identifier: newPageId() })
  const from = newPageId()
  const play = async (url: string, body: object) => {
    const answer = await ada.call('POST', url, { from, to: page.identifier, ...body })
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  const { messageId, conversationId } = await play('/api/simulator/inbound', { body: 'Red?', messageId: 'mid-of-red' })
  const sent = await send(ada, { conversationId, replyToId: messageId })
  await untilStatus(ada, sent.json()._id, 'delivered')
  const phone = async () =>
    (await ada.call('GET', `/api/simulator/thread?channelId=${page._id}&contact=${from}`)).json().messages
  const [answer] = await phone()
  assert.deepEqual([answer.body, answer.replyTo], ['Yes', 'Red?'])
  await play('/api/simulator/inbound', { body: 'Thanks', replyTo: answer.messageId })
  await play('/api/simulator/page', { kind: 'edit', messageId: 'mid-of-red', body: 'Is it red?' })
  assert.deepEqual(
    (await phone()).map((each: { body: string; replyTo: string | null }) => [each.body, each.replyTo]),
    [
      ['Thanks', 'Yes'],
      ['Yes', 'Is it red?'],
      ['Is it red?', null],
    ],
  )
})

test('only what the contact has, in this thread, is quoted, and only where quotes are seen', async () => {
  const page = await newPage(app, fake)
  await page.write('Here')
  const [here] = await page.list()
  const other = await newPage(app, fake, { ada: page.ada })
  await other.write('There')
  assert.equal((await other.send('Yes', { replyToId: here!._id })).statusCode, 404)
  const held = await page.send('Wait', { undoSeconds: 60 })
  const early = await page.send('Yes', { replyToId: held.json()._id })
  assert.deepEqual([early.statusCode, early.json().error.code], [409, 'not_sent'])
  const sms = await newThread(app)
  const { messageId } = await sms.write('Hello')
  const refused = await send(sms.ada, { conversationId: sms.conversationId, replyToId: messageId })
  assert.equal(refused.statusCode, 400, refused.body)
  assert.equal(refused.json().error.details[0].field, 'replyToId')
})

test('one is told beforehand where quotes are seen', async () => {
  const page = await newPage(app, fake)
  await page.write('Hello')
  const [{ conversationId } = { conversationId: '' }] = (await page.list()) as unknown as { conversationId: string }[]
  const sms = await newThread(app)
  const hasQuotes = async (person: Person, id: string) =>
    (await person.call('GET', `/api/conversation/${id}/writing`)).json().hasQuotes
  assert.equal(await hasQuotes(page.ada, conversationId), true)
  assert.equal(await hasQuotes(sms.ada, sms.conversationId), false)
})
