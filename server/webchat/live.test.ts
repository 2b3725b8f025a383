import assert from 'node:assert/strict'
import { test } from 'node:test'

import { WebSocket } from 'ws'

import { startApp } from '../../test/app.ts'
import { eventsOf, newOrganization, until } from '../../test/factories.ts'
import { connect, listen, openSocket } from '../../test/live.ts'
import type { SocketEar } from '../../test/live.ts'
import { identityOf, newVisitor, newWebchat, speakingFor } from '../../test/webchat.ts'
import type { Visitor } from '../../test/webchat.ts'

const { app } = await startApp({ worker: true })
const url = await listen(app)

async function newChat() {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const visitor = await newVisitor(app, webchat)
  return { ada, webchat, visitor, socket: await openFor(visitor) }
}

function openFor({ webchatId }: Pick<Visitor, 'webchatId'>): Promise<SocketEar> {
  return openSocket(url, { token: webchatId })
}

async function conversationOf(ada: Awaited<ReturnType<typeof newOrganization>>): Promise<string> {
  return (await eventsOf(ada, 'conversation.opened')).at(-1)!.subjectId
}

function messagesIn(ear: SocketEar): Array<[content: string, status: string]> {
  const frames = ear.heard as unknown as Array<{ type: string; message: { content: string; status: string } }>
  return frames.filter(({ type }) => type === 'message').map(({ message }) => [message.content, message.status])
}

test('a visitor hears its own conversation, from the first message on, and nothing of the log', async () => {
  const { ada, webchat, visitor, socket } = await newChat()
  assert.deepEqual(socket.heard[0], { type: 'welcome' })
  const other = await newVisitor(app, webchat)
  await other.say('Another one’s secret')
  await visitor.say('Hello')
  await socket.untilType('message')
  const conversationId = await conversationOf(ada)
  await ada.call('POST', `/api/conversation/${conversationId}/notes`, { content: 'An internal note' })
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'Hi' })
  await socket.until(() => messagesIn(socket).some(([content]) => content === 'Hi'))
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  await socket.until(() => messagesIn(socket).some(([content, status]) => content === 'Hello' && status === 'read'))
  await ada.call('PUT', `/api/conversation/${conversationId}/resolve`)
  await socket.untilType('conversation')
  const said = JSON.stringify(socket.heard)
  for (const secret of ['secret', 'note', ada.user.id, ada.user.organizationId]) {
    assert.ok(!said.includes(secret), secret)
  }
  assert.doesNotMatch(said, /"position":[^0]/, 'no place of the log')
  await socket.close()
})

test('each sees that the other writes, and staff that the visitor is there', async () => {
  const { ada, visitor, socket } = await newChat()
  await visitor.say('Hello')
  await socket.untilType('message')
  const conversationId = await conversationOf(ada)
  const staff = await openSocket(url, ada)
  staff.say({ type: 'looking', conversationId })
  await staff.until((heard) =>
    heard.some(({ type, actors }) => type === 'looking' && JSON.stringify(actors).includes(visitor.id)),
  )
  staff.say({ type: 'typing', conversationId })
  await socket.until((heard) => heard.some(({ type }) => type === 'typing'))
  assert.deepEqual(
    socket.heard.find(({ type }) => type === 'typing'),
    { type: 'typing', isTyping: true },
  )
  socket.say({ type: 'typing' })
  await staff.until((heard) => heard.some(({ type, actorType }) => type === 'typing' && actorType === 'visitor'))
  assert.ok(!staff.types().includes('presence'), 'visitors are nobody’s colleagues')
  await Promise.all([socket.close(), staff.close()])
})

test('a rating that is asked for is heard of', async () => {
  const { ada, visitor, socket } = await newChat()
  await visitor.say('Hello')
  await socket.untilType('message')
  await ada.call('POST', `/api/conversation/${await conversationOf(ada)}/csat/request`)
  await socket.untilType('csat')
  await visitor.call('POST', '/api/webchat/csat', { rating: 5 })
  await socket.untilType('csat', 2)
  const asked = socket.heard.filter(({ type }) => type === 'csat').map(({ isAsked }) => isAsked)
  assert.deepEqual(asked, [true, false])
  await socket.close()
})

test('who is blocked, and whoever is on a webchat that is switched off, is sent away at once', async () => {
  const { ada, webchat, visitor, socket } = await newChat()
  await visitor.say('Hello')
  await socket.untilType('message')
  const bystander = await openFor(await newVisitor(app, webchat))
  const [contact] = (await ada.call('GET', '/api/contacts')).json().data
  await ada.call('PATCH', `/api/contacts/${contact._id}/block`)
  await socket.untilType('closed')
  assert.equal(socket.closed?.code, 4401)
  assert.deepEqual(socket.heard.at(-2), { type: 'ended', code: 'session_ended' })
  assert.ok(!bystander.types().includes('closed'))
  await ada.call('POST', `/api/channels/${webchat.id}/disable`)
  await bystander.untilType('closed')
  assert.equal(bystander.closed?.code, 4401)
})

test('who is shown out, or merged by staff with somebody who is known, is sent away at once', async () => {
  const { ada, webchat, visitor, socket } = await newChat()
  await visitor.say('Hello')
  await socket.untilType('message')
  await ada.call('POST', `/api/conversation/${await conversationOf(ada)}/visitors/${visitor.id}/end`)
  await socket.untilType('closed')
  assert.equal(socket.closed?.code, 4401)

  const jane = await newVisitor(app, webchat, { identity: await identityOf('jane', webchat.identitySecret) })
  await jane.say('Jane’s secret')
  const stranger = await newVisitor(app, webchat)
  await stranger.say('I am Jane')
  const listening = await openFor(stranger)
  const [targetId, sourceId] = (await eventsOf(ada, 'contact.created')).slice(-2).map(({ subjectId }) => subjectId)
  const merged = await ada.call('POST', '/api/contacts/merge', { sourceId, targetId })
  assert.equal(merged.statusCode, 200, merged.body)
  await listening.untilType('closed')
  assert.ok(!JSON.stringify(listening.heard).includes('secret'))
})

test('of many pages in short succession the last one is where the visitor is', async () => {
  const { ada, visitor, socket } = await newChat()
  await visitor.say('Hello')
  const list = `/api/conversation/${await conversationOf(ada)}/visitors`
  for (const page of ['one', 'two', 'three'])
    socket.say({ type: 'page', url: `https://shop.test/${page}`, title: page })
  await until(async () => {
    const [{ page, pageTitle }] = (await ada.call('GET', list)).json().visitors
    return page === 'https://shop.test/three' && pageTitle === 'three'
  }, 'the last page')
  await socket.close()
})

test('the socket of a secret that is replaced ends, and the new one hears the whole', async () => {
  const { ada, webchat, visitor, socket } = await newChat()
  await visitor.say('Before')
  const laptop = await newVisitor(app, webchat, { identity: await identityOf('jane', webchat.identitySecret) })
  await laptop.say('On the laptop')
  const onLaptop = await openFor(laptop)
  const identity = await identityOf('jane', webchat.identitySecret)
  const jane = await newVisitor(app, webchat, { identity, webchatId: visitor.webchatId })
  await socket.untilType('closed')
  assert.equal(socket.closed?.code, 4401)
  const [contact] = (await ada.call('GET', '/api/contacts')).json().data
  await ada.call('POST', '/api/messages/send', { contactId: contact._id, content: 'To both' })
  const onPhone = await openFor(jane)
  await onLaptop.until(() => messagesIn(onLaptop).some(([content]) => content === 'To both'))
  await speakingFor(app, jane.webchatId).say('Thanks')
  await onPhone.until(() => messagesIn(onPhone).some(([content]) => content === 'Thanks'))
  await Promise.all([onLaptop.close(), onPhone.close()])
})

test('a dead secret opens no socket, and no other page than ours does', async () => {
  const dead = await openSocket(url, { token: `wc_${'x'.repeat(32)}` })
  await dead.untilType('closed')
  assert.deepEqual([dead.closed?.code, dead.heard[0]], [4401, { type: 'ended', code: 'session_ended' }])
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { origin: 'https://shop.test' })
  const refused = await new Promise<string>((resolve) => socket.once('error', (error) => resolve(error.message)))
  assert.match(refused, /403/)
  const ours = await connect(url, { origin: 'http://tether.test' })
  await ours.close()
})
