import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newOrganization } from '../../test/factories.ts'
import { identityOf, newVisitor, newWebchat } from '../../test/webchat.ts'

const { app } = await startApp()

async function newTalk(session: object = {}) {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const visitor = await newVisitor(app, webchat, session)
  await visitor.say('Hello')
  const conversationId = (await eventsOf(ada, 'conversation.opened'))[0]!.subjectId
  const url = `/api/conversation/${conversationId}/visitors`
  return { ada, webchat, visitor, conversationId, url }
}

test('who answers sees where the visitor is, and what it said of itself', async () => {
  const { ada, visitor, url } = await newTalk({ page: 'https://shop.test/teapots', language: 'fr-CA' })
  const said = { name: 'Jane Doe', email: 'jane@example.org', phone: '+14155550100' }
  assert.equal((await visitor.call('PUT', '/api/webchat/form', said)).statusCode, 200)
  const { visitors } = (await ada.call('GET', url)).json()
  assert.equal(visitors.length, 1)
  const [{ name, email, phone, page, language, isKnown, sessions }] = visitors
  assert.deepEqual({ name, email, phone }, said)
  assert.deepEqual([page, language, isKnown, sessions], ['https://shop.test/teapots', 'fr-CA', false, 1])
})

test('the browser is told in words, and an address that no page has is not kept', async () => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const opened = await app.inject({
    method: 'POST',
    url: `/api/webchat/${webchat.key}/sessions`,
    headers: { 'user-agent': agent },
    payload: { page: 'javascript:alert(1)', referrer: 'data:text/html,x' },
  })
  const headers = { authorization: `Bearer ${opened.json().webchatId}` }
  const payload = { clientId: crypto.randomUUID(), content: 'Hi', page: ' javascript:alert(2)' }
  await app.inject({ method: 'POST', url: '/api/webchat/messages', headers, payload })
  const id = (await eventsOf(ada, 'conversation.opened'))[0]!.subjectId
  const [visitor] = (await ada.call('GET', `/api/conversation/${id}/visitors`)).json().visitors
  assert.deepEqual([visitor.browser, visitor.page, visitor.referrer], ['Firefox on Linux', null, null])
})

test('a visitor is shown out: its session is over, the thread stays, and a second time changes nothing', async () => {
  const { ada, webchat, visitor, conversationId, url } = await newTalk()
  const end = () => ada.call('POST', `${url}/${visitor.id}/end`)
  assert.equal((await end()).statusCode, 200)
  assert.equal((await end()).statusCode, 200)
  assert.equal((await visitor.say('Hello?')).json().error.code, 'session_ended')
  assert.equal((await eventsOf(ada, 'visitor.dismissed')).length, 1)
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).statusCode, 200)
  const again = await newVisitor(app, webchat, { webchatId: visitor.webchatId })
  assert.notEqual(again.id, visitor.id)
  assert.deepEqual((await again.call('GET', '/api/webchat/messages')).json().messages, [])
})

test('who is known comes back by proving it', async () => {
  const { ada, webchat, visitor, url } = await newTalk()
  const identity = await identityOf('jane', webchat.identitySecret)
  const jane = await newVisitor(app, webchat, { identity, webchatId: visitor.webchatId })
  await ada.call('POST', `${url}/${jane.id}/end`)
  assert.equal((await jane.say('Hello?')).statusCode, 401)
  const back = await newVisitor(app, webchat, { identity })
  assert.equal(back.id, jane.id)
})

test('a stranger sees and ends nobody, and of another conversation nobody is ended here', async () => {
  const { ada, visitor, url } = await newTalk()
  const other = await newTalk()
  const rep = await newColleague(app, ada, 'SALES_REP')
  for (const stranger of [rep, other.ada]) {
    assert.equal((await stranger.call('GET', url)).statusCode, 404)
    assert.equal((await stranger.call('POST', `${url}/${visitor.id}/end`)).statusCode, 404)
  }
  assert.equal((await other.ada.call('POST', `${other.url}/${visitor.id}/end`)).statusCode, 404)
  assert.equal((await visitor.say('Still here')).statusCode, 201)
})
