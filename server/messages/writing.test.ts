import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newThread } from '../../test/threads.ts'

const { app } = await startApp()

async function writingIn(person: Person, conversationId: string) {
  const response = await person.call('GET', `/api/conversation/${conversationId}/writing`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

test('where nothing stands in the way one may write, and is told how much', async () => {
  const { ada, conversationId } = await newThread(app)
  const writing = await writingIn(ada, conversationId)
  assert.equal(writing.isAllowed, true)
  assert.equal(writing.refusal, null)
  assert.ok(writing.maxLength > 100)
  assert.ok(writing.files.contentTypes.includes('image/png'))
})

test('the reason is the one that a send would be refused with', async () => {
  const { ada, conversationId, channel, contactId, write } = await newThread(app)
  const reasons = [
    async () => ada.call('PATCH', `/api/contacts/${contactId}/block`),
    async () => ada.call('PATCH', `/api/contacts/${contactId}/unblock`),
    async () => ada.call('POST', `/api/channels/${channel._id}/disable`),
    async () => ada.call('POST', `/api/channels/${channel._id}/enable`),
    async () => write('STOP'),
  ]
  const codes: Array<string | undefined> = []
  for (const happen of reasons) {
    await happen()
    const { refusal, isAllowed } = await writingIn(ada, conversationId)
    const sent = await ada.call('POST', '/api/messages/send', { conversationId, content: 'Hello' })
    assert.equal(isAllowed, sent.statusCode === 200)
    assert.deepEqual(refusal, sent.statusCode === 200 ? null : pick(sent.json().error))
    codes.push(refusal?.code)
  }
  assert.deepEqual(codes, ['contact_blocked', undefined, 'channel_disabled', undefined, 'opted_out'])
})

function pick({ code, message }: { code: string; message: string }) {
  return { code, message }
}

test('a deleted channel is a reason as well', async () => {
  const { ada, conversationId, channel } = await newThread(app)
  assert.equal((await ada.call('DELETE', `/api/channels/${channel._id}`)).statusCode, 200)
  assert.equal((await writingIn(ada, conversationId)).refusal.code, 'channel_deleted')
})

test('a stranger is told nothing', async () => {
  const { conversationId } = await newThread(app)
  const stranger = await newOrganization(app)
  assert.equal((await stranger.call('GET', `/api/conversation/${conversationId}/writing`)).statusCode, 404)
})

test('the clock of the contact is guessed where all of its country show the same, and a field says better', async () => {
  const ada = await newOrganization(app)
  const sections = [{ name: 'More', properties: { zone: { name: 'Time zone', dataType: 'string' } } }]
  const made = await ada.call('PUT', `/api/organizations/sections/${ada.user.organizationId}`, { sections })
  assert.equal(made.statusCode, 200, made.body)
  const clockOf = async (number: string, change?: object) => {
    const { conversationId, contactId } = await newThread(app, { ada, number })
    if (change) {
      const changed = await ada.call('PATCH', `/api/contacts/${contactId}`, change)
      assert.equal(changed.statusCode, 200, changed.body)
    }
    return (await writingIn(ada, conversationId)).clock
  }
  assert.deepEqual(await clockOf('+4930901820001'), { timeZone: 'Europe/Berlin', source: 'phone' })
  assert.equal(await clockOf('+14155550123'), null)
  assert.deepEqual(await clockOf('+14155550124', { zone: 'America/Los_Angeles' }), {
    timeZone: 'America/Los_Angeles',
    source: 'field',
  })
  assert.equal(await clockOf('+14155550125', { zone: 'somewhere' }), null)
})
