import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { contradictions } from '../../test/contradictions.ts'
import { atOnce, eventsOf, newOrganization, until } from '../../test/factories.ts'
import { newVisitor, newWebchat, speakingFor, visit } from '../../test/webchat.ts'
import type { Visitor } from '../../test/webchat.ts'
import { Limits } from './limits.ts'
import { forgetVisitors } from './tasks.ts'

const { app, db } = await startApp({ worker: true })
const day = 86_400_000

test('contact and conversation come with the first message, not with a visit', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada), { page: `https://shop.test/${'a'.repeat(600)}` })
  assert.equal((await ada.call('GET', '/api/contacts')).json().data.length, 0)

  const said = await visitor.say('Hello')
  assert.equal(said.statusCode, 201, said.body)
  const { id: _id, clientId: _clientId, createdAt: _at, ...rest } = said.json()
  const empty = { files: [], author: null, replyTo: null, awayMessage: null }
  assert.deepEqual(rest, { isMine: true, content: 'Hello', ...empty, status: 'sent' })
  const [contact] = (await ada.call('GET', '/api/contacts')).json().data
  assert.equal(contact.source, 'webchat')
  assert.equal((await eventsOf(ada, 'message.received')).length, 1)
  const [row] = await visitorsOf(ada.user.organizationId)
  assert.equal(row!.page!.length, 500)
  assert.deepEqual(await contradictions(db, ada.user.organizationId), [])
})

test('the two talk, and each is told how far the other has got', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada))
  const { id } = (await visitor.say('Hello')).json()
  const conversationId = await conversationOf(ada)
  const sent = await ada.call('POST', '/api/messages/send', { conversationId, content: 'Hi there' })
  assert.equal(sent.statusCode, 200, sent.body)
  const answer = await until(async () => (await heard(visitor))[1], 'the answer')
  assert.deepEqual(
    [answer.content, answer.isMine, answer.author, answer.status],
    ['Hi there', false, { name: 'Ada Admin' }, 'delivered'],
  )
  for (const [mark, status] of [
    ['deliveredUntil', 'delivered'],
    ['readUntil', 'read'],
    ['deliveredUntil', 'read'],
  ] as const) {
    const marked = await visitor.call('POST', '/api/webchat/marks', { [mark]: answer.id })
    assert.equal(marked.statusCode, 204, marked.body)
    assert.equal((await ada.call('GET', `/api/messages/${answer.id}`)).json().status, status)
  }
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  const again = (await visitor.call('GET', `/api/webchat/messages?after=${answer.id}`)).json()
  assert.deepEqual(
    again.messages.map((each: { id: string; status: string }) => [each.id, each.status]),
    [
      [id, 'read'],
      [answer.id, 'read'],
    ],
    'what was changed meanwhile comes again',
  )
  assert.deepEqual(Object.keys(answer).toSorted(), [
    'author',
    'awayMessage',
    'clientId',
    'content',
    'createdAt',
    'files',
    'id',
    'isMine',
    'replyTo',
    'status',
  ])
})

test('the same message twice, at once and later, is one message', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada))
  const clientId = randomUUID()
  const answers = await atOnce(4, () => visitor.say('Only once', { clientId }))
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [200, 200, 200, 201],
  )
  const again = await visitor.say('Only once', { clientId })
  assert.equal(again.statusCode, 200)
  assert.deepEqual(new Set([...answers, again].map((each) => each.json().id)).size, 1)
  assert.equal((await heard(visitor)).length, 1)
  assert.equal((await eventsOf(ada, 'message.received')).length, 1)
})

test('two windows that write at once make one contact and one conversation', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada))
  const answers = await atOnce(3, (index) => visitor.say(`Message ${index}`))
  assert.ok(answers.every(({ statusCode }) => statusCode === 201))
  assert.equal((await eventsOf(ada, 'contact.created')).length, 1)
  assert.equal((await eventsOf(ada, 'conversation.opened')).length, 1)
})

test('one visitor has nothing of another, nor of another webchat', async () => {
  const ada = await newOrganization(app)
  const [webchat, other] = [await newWebchat(ada), await newWebchat(ada)]
  const [one, two] = [await newVisitor(app, webchat), await newVisitor(app, webchat)]
  const { id } = (await one.say('A secret')).json()
  await two.say('Hello')
  assert.deepEqual(
    (await heard(two)).map(({ content }: { content: string }) => content),
    ['Hello'],
  )
  assert.equal((await two.call('POST', '/api/webchat/marks', { readUntil: id })).statusCode, 204)
  assert.equal((await heard(one))[0].status, 'sent')

  const elsewhere = await visit(app, other, { webchatId: one.webchatId })
  assert.equal(elsewhere.statusCode, 201)
  assert.notEqual(elsewhere.json().webchatId, one.webchatId)
  const stranger = speakingFor(app, `wc_${'x'.repeat(32)}`)
  assert.equal((await stranger.call('GET', '/api/webchat/messages')).json().error.code, 'session_ended')
  const none = await app.inject({ method: 'GET', url: '/api/webchat/messages' })
  assert.equal(none.statusCode, 401)
  const asUser = await app.inject({
    method: 'GET',
    url: '/api/webchat/messages',
    headers: { authorization: `Bearer ${ada.token}` },
  })
  assert.equal(asUser.statusCode, 401)
})

test('a visit goes on with its secret, and nothing in the database is that secret', async () => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const visitor = await newVisitor(app, webchat)
  await visitor.say('Hello')
  const again = await visit(app, webchat, { webchatId: visitor.webchatId })
  assert.equal(again.statusCode, 200)
  const { webchatId, conversation } = again.json()
  assert.equal(webchatId, visitor.webchatId)
  assert.deepEqual(conversation, { isResolved: false, agent: { name: 'Ada Admin' }, isCsatAsked: false })
  const sessions = await db.selectFrom('webchatSessions').selectAll().execute()
  assert.ok(!JSON.stringify(sessions).includes(visitor.webchatId.slice(3)))
})

test('what a visitor types leads to no contact that is there', async () => {
  const ada = await newOrganization(app)
  await ada.call('POST', '/api/contact', { phoneNumber: '+14155550111', firstName: 'Jane', email: 'jane@example.org' })
  const form = {
    isOn: true,
    fields: [{ name: 'name', isRequired: true }, { name: 'email', isRequired: true }, { name: 'phone' }],
    consent: 'We keep what you write.',
  }
  const visitor = await newVisitor(app, await newWebchat(ada, { form }))
  assert.equal((await visitor.say('Hello')).json().error.code, 'form_required')
  const typed = { name: 'Jane Doe', email: 'Jane@example.org', phone: '+14155550111' }
  const refused = await visitor.call('PUT', '/api/webchat/form', typed)
  assert.equal(refused.json().error.details[0].field, 'consent')
  const filled = await visitor.call('PUT', '/api/webchat/form', { ...typed, consent: true })
  assert.deepEqual([filled.json().visitor.needsForm, filled.json().visitor.isKnown], [false, false])
  assert.equal((await visitor.say('Hello')).statusCode, 201)
  const { data } = (await ada.call('GET', '/api/contacts')).json()
  assert.equal(data.length, 2)
  const [mine] = (await eventsOf(ada, 'contact.created')).slice(-1)
  assert.deepEqual([mine!.data['firstName'], mine!.data['lastName'], mine!.data['phoneNumber']], ['Jane', 'Doe', null])
})

test('what a blocked contact writes stands in its thread and nowhere else', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada))
  await visitor.say('Hello')
  const [contact] = (await ada.call('GET', '/api/contacts')).json().data
  await ada.call('PATCH', `/api/contacts/${contact._id}/block`)
  assert.equal((await visitor.say('Buy this')).statusCode, 201)
  assert.equal((await eventsOf(ada, 'message.ignored')).length, 1)
  assert.equal((await heard(visitor)).length, 2, 'it is not told')
})

test('a switched-off webchat lets nobody in', async () => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const visitor = await newVisitor(app, webchat)
  await ada.call('PUT', `/api/webchats/${webchat.id}`, { isDisabled: true })
  assert.equal((await visit(app, webchat)).statusCode, 404)
  assert.equal((await visitor.say('Hello')).statusCode, 401)
  assert.equal((await app.inject({ url: `/api/webchat/${webchat.key}` })).statusCode, 404)
})

test('who writes too often is told when to come back', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada))
  let refused
  // A minute may end meanwhile, and the counting begin anew.
  for (let index = 0; index < 42 && !refused; index++) {
    const answer = await visitor.say(`Message ${index}`)
    if (answer.statusCode !== 201) refused = answer
  }
  assert.equal(refused?.statusCode, 429)
  assert.ok(Number(refused?.headers['retry-after']) >= 1)
})

test('the same client id with other words is refused, not taken for what was said before', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada))
  const clientId = randomUUID()
  const first = await visitor.say('Hello', { clientId })
  const other = await visitor.say('Goodbye', { clientId })
  assert.deepEqual([other.statusCode, other.json().error?.code], [422, 'client_id_taken'])
  assert.equal((await visitor.say('Hello', { clientId })).json().id, first.json().id)
})

test('what is counted in one process is counted in all of them', async () => {
  const who = randomUUID()
  const [one, other] = [new Limits(), new Limits()]
  const now = Date.now()
  await one.take(db, 'try', who, 2, now)
  await other.take(db, 'try', who, 2, now)
  await assert.rejects(one.take(db, 'try', who, 2, now), { code: 'too_many_requests' })
  await assert.rejects(other.take(db, 'try', who, 2, now), { code: 'too_many_requests' })
  await one.take(db, 'try', who, 2, now + 60_000)
  await forgetVisitors(db, new Date(now + 3_600_000))
  const left = await db.selectFrom('webchatCounts').selectAll().execute()
  assert.deepEqual(left, [])
})

test('too long, empty, and odd messages are refused', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada))
  for (const content of ['', ' ', 'x'.repeat(4001), 'nul \0']) {
    assert.equal((await visitor.say(content)).statusCode, 400, content.slice(0, 10))
  }
  assert.equal((await visitor.say('Hi', { clientId: 'mine' })).statusCode, 400)
  assert.equal((await visitor.say('<script>alert(1)</script>')).statusCode, 201, 'text is text')
})

test('a deleted contact ends the visits of whoever it was', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada))
  await visitor.say('Hello')
  const [contact] = (await ada.call('GET', '/api/contacts')).json().data
  await ada.call('DELETE', `/api/contacts/${contact._id}`)
  assert.equal((await visitor.say('Hello?')).json().error.code, 'session_ended')
  assert.deepEqual(await visitorsOf(ada.user.organizationId), [])
})

test('who never wrote is forgotten after 30 days, and who wrote is not', async () => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const [silent, other] = [await newVisitor(app, webchat), await newVisitor(app, webchat)]
  await other.say('Hello')
  await forgetVisitors(db, new Date(Date.now() + 29 * day))
  assert.equal((await visitorsOf(ada.user.organizationId)).length, 2)
  await forgetVisitors(db, new Date(Date.now() + 31 * day))
  assert.deepEqual(
    (await visitorsOf(ada.user.organizationId)).map(({ id }) => id),
    [other.id],
  )
  assert.equal((await silent.call('GET', '/api/webchat/messages')).statusCode, 401)
  assert.equal((await other.call('GET', '/api/webchat/messages')).statusCode, 200)
})

test('widgets of one’s own write and read as documented', async () => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const { webchatId } = await newVisitor(app, webchat)
  const payload = { webchatId, webchatConfigId: webchat.key, message: 'Hello', visitorName: 'Jane Doe' }
  const written = await app.inject({ method: 'POST', url: '/api/webhook/webchat', payload })
  assert.deepEqual(written.json(), { message: 'Webchat webhook received' })
  const { messages } = (await app.inject({ url: `/api/messages/webchat/${webchatId}` })).json()
  assert.equal(messages[0].content, 'Hello')
  const odd = { ...payload, visitorEmail: '<script>@x y' }
  assert.equal((await app.inject({ method: 'POST', url: '/api/webhook/webchat', payload: odd })).statusCode, 400)
  const foreign = { ...payload, webchatConfigId: (await newWebchat(ada)).key }
  assert.equal((await app.inject({ method: 'POST', url: '/api/webhook/webchat', payload: foreign })).statusCode, 401)
})

async function heard(visitor: Pick<Visitor, 'call'>) {
  return (await visitor.call('GET', '/api/webchat/messages')).json().messages
}

async function conversationOf(ada: Awaited<ReturnType<typeof newOrganization>>): Promise<string> {
  return (await eventsOf(ada, 'conversation.opened')).at(-1)!.subjectId
}

function visitorsOf(organizationId: string) {
  return db.selectFrom('webchatVisitors').selectAll().where('organizationId', '=', organizationId).execute()
}
