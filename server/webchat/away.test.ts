import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newOrganization } from '../../test/factories.ts'
import { newVisitor, newWebchat } from '../../test/webchat.ts'

const { app, db } = await startApp()
const closed = { isOn: true, weekly: {}, awayMessage: 'We are back at nine.' }

const toldIn = (messages: Array<{ awayMessage: string | null }>) => messages.map(({ awayMessage }) => awayMessage)

test('who writes when nobody is there is told so, once in a visit, and staff sees that', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada, { hours: closed }))
  const first = await visitor.say('Anybody there?')
  assert.equal(first.json().awayMessage, 'We are back at nine.')
  assert.equal((await visitor.say('Hello?')).json().awayMessage, null)
  const { messages } = (await visitor.call('GET', '/api/webchat/messages')).json()
  assert.deepEqual(toldIn(messages), ['We are back at nine.', null])

  const { organizationId } = ada.user
  const [{ _id: id, waitingSince }] = (await ada.call('GET', '/api/conversations?state=all')).json().conversations
  const seen = (await ada.call('GET', `/api/conversation/${id}/messages`)).json().messages
  assert.deepEqual(toldIn(seen), ['We are back at nine.', null])
  assert.ok(waitingSince, 'it is no answer')
  const [received] = await eventsOf(ada, 'message.received')
  assert.equal(received!.data['awayMessage'], 'We are back at nine.')

  // As if that had been yesterday.
  await db
    .updateTable('messages')
    .set({ awayMessage: null })
    .where('organizationId', '=', organizationId)
    .where('id', '=', first.json().id)
    .execute()
  assert.equal((await visitor.say('Still nobody?')).json().awayMessage, 'We are back at nine.')
})

test('while somebody is there, or where nothing is to be told, nothing is', async () => {
  const ada = await newOrganization(app)
  for (const hours of [
    { ...closed, isOn: false },
    { ...closed, awayMessage: null },
    { ...closed, awayMessage: ' ' },
  ]) {
    const visitor = await newVisitor(app, await newWebchat(ada, { hours }))
    assert.equal((await visitor.say('Hello')).json().awayMessage, null)
  }
})
