import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newColleague, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newPageId } from '../../test/pages.ts'
import { newThread, readMessage } from '../../test/threads.ts'

const { app } = await startApp()

type Verb = 'opt-out' | 'opt-in'

function say(person: Person, contactId: string, verb: Verb, fields: object = {}) {
  const body = { channelType: 'sms', reason: 'Asked by phone', ...fields }
  return person.call('POST', `/api/contacts/${contactId}/${verb}`, body)
}

async function consentOf(person: Person, contactId: string, channelType = 'sms') {
  const { consent } = (await person.call('GET', `/api/contacts/${contactId}/consent`)).json()
  return consent.find((each: { channelType: string }) => each.channelType === channelType)
}

function send({ ada, conversationId }: { ada: Person; conversationId: string }) {
  return ada.call('POST', '/api/messages/send', { conversationId, content: 'Hello' })
}

test('an opt-out by phone is noted with its reason, withdraws what waits and refuses what comes', async () => {
  const thread = await newThread(app)
  const { ada, contactId } = thread
  const waiting = (await send(thread)).json()
  const noted = await say(ada, contactId, 'opt-out')
  assert.equal(noted.statusCode, 200, noted.body)
  const { isOptedOut, source, reason, notedByName, mayOptIn } = noted.json()
  assert.deepEqual(
    [isOptedOut, source, reason, notedByName, mayOptIn],
    [true, 'user', 'Asked by phone', ada.user.fullName, true],
  )
  assert.deepEqual(await consentOf(ada, contactId), noted.json())
  const { status, errorCode } = (await readMessage(ada, waiting._id)) as { status: string; errorCode?: string }
  assert.deepEqual([status, errorCode], ['failed', 'opted_out'])
  assert.equal((await send(thread)).json().error.code, 'opted_out')
  const { auditLogs } = (await ada.call('GET', '/api/audit-logs?action=contact.optedOut')).json()
  assert.deepEqual(
    auditLogs.map((each: { subjectId: string; after: object }) => [each.subjectId, each.after]),
    [[contactId, { channelType: 'sms', reason: 'Asked by phone' }]],
  )
})

test('noting it ten times at once leaves one event, and taking it back leaves one', async () => {
  const { ada, contactId, ...thread } = await newThread(app)
  await atOnce(10, () => say(ada, contactId, 'opt-out'))
  assert.equal((await eventsOf(ada, 'contact.optedOut')).length, 1)
  await atOnce(5, () => say(ada, contactId, 'opt-in', { reason: 'Noted by mistake' }))
  const [event, ...others] = await eventsOf(ada, 'contact.optedIn')
  assert.deepEqual([event!.data['reason'], others], ['Noted by mistake', []])
  assert.equal((await consentOf(ada, contactId)).isOptedOut, false)
  assert.equal((await send({ ada, ...thread })).statusCode, 200)
})

test('nobody takes back what the contact said itself, also where a colleague had noted it before', async () => {
  for (const isNotedFirst of [false, true]) {
    const { ada, contactId, write } = await newThread(app)
    if (isNotedFirst) assert.equal((await say(ada, contactId, 'opt-out')).statusCode, 200)
    await write('STOP')
    await say(ada, contactId, 'opt-out', { reason: 'Asked again' })
    const { source, reason, mayOptIn } = await consentOf(ada, contactId)
    assert.deepEqual([source, reason, mayOptIn], ['keyword', null, false])
    const refused = await say(ada, contactId, 'opt-in', { reason: 'Signed a form' })
    assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'opted_out_by_contact'])
    await write('START')
    assert.equal((await consentOf(ada, contactId)).isOptedOut, false)
  }
})

test('the contact’s own START lifts what a colleague noted', async () => {
  const { ada, contactId, write } = await newThread(app)
  await say(ada, contactId, 'opt-out')
  await write('START')
  assert.equal((await consentOf(ada, contactId)).isOptedOut, false)
})

test('each kind of channel stands for itself, and one without an address has nothing to note', async () => {
  const ada = await newOrganization(app)
  const page = await newChannel(ada, { type: 'facebook', identifier: newPageId() })
  const said = { from: newPageId(), to: page.identifier, body: 'Hello' }
  const { contactId, conversationId } = (await ada.call('POST', '/api/simulator/inbound', said)).json()
  assert.equal((await say(ada, contactId, 'opt-out')).json().error.code, 'no_address')
  const noted = await say(ada, contactId, 'opt-out', { channelType: 'facebook' })
  assert.equal(noted.json().isOptedOut, true, noted.body)
  assert.equal((await send({ ada, conversationId })).json().error.code, 'opted_out')
  assert.deepEqual((await consentOf(ada, contactId)).isOptedOut, false)
})

test('a reason is required, and who does not see the contact notes nothing', async () => {
  const { ada, contactId } = await newThread(app)
  assert.equal((await say(ada, contactId, 'opt-out', { reason: ' ' })).statusCode, 400)
  const rep = await newColleague(app, ada, 'SALES_REP')
  for (const verb of ['opt-out', 'opt-in'] as const) {
    assert.equal((await say(rep, contactId, verb)).statusCode, 404)
    assert.equal((await say(await newOrganization(app), contactId, verb)).statusCode, 404)
  }
  assert.equal((await consentOf(ada, contactId)).isOptedOut, false)
})
