import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newChannel, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { listen, openSocket, openStream } from '../../test/live.ts'
import type { Ear } from '../../test/live.ts'

const server = await startApp({ worker: true })
const { app } = server
const url = await listen(app)

const doors: Record<string, (person: Person) => Promise<Ear>> = {
  stream: (person) => openStream(url, person),
  socket: (person) => openSocket(url, person),
}

for (const [door, open] of Object.entries(doors)) {
  test(`through the ${door} each role hears of what it may see, and of nothing else`, async () => {
    const { ada, head, rep, other, department } = await newTeam()
    const outsideHead = await newColleague(app, ada, 'DEPARTMENT_HEAD')
    const ears = await Promise.all([ada, head, rep, other, outsideHead].map(open))
    const [adasEar, headsEar, repsEar, othersEar, outsidersEar] = ears as [Ear, Ear, Ear, Ear, Ear]
    const contact = await newContact(rep)
    const channel = await newChannel(ada)
    await newInbound(ada, channel, { from: contact.phoneNumber })
    // What everybody hears, and so what they all have heard by then.
    await ada.call('PUT', `/api/departments/${department}`, { name: 'Sales and more' })
    await Promise.all(ears.map((ear) => ear.untilType('department.updated')))

    const theirs = ['contact.created', 'conversation.opened', 'message.received']
    for (const ear of [adasEar, headsEar, repsEar]) assert.deepEqual(only(theirs, ear), theirs)
    for (const ear of [othersEar, outsidersEar]) assert.deepEqual(only(theirs, ear), [])
    await Promise.all(ears.map((ear) => ear.close()))
  })

  test(`through the ${door} an assignment changes at once who hears, and who is left out is told only that`, async () => {
    const { ada, rep, other } = await newTeam()
    const contact = await newContact(rep)
    const channel = await newChannel(ada)
    const { conversationId } = await newInbound(ada, channel, { from: contact.phoneNumber })
    const [repsEar, othersEar] = [await open(rep), await open(other)]

    const given = await ada.call('PUT', '/api/contact', {
      _id: contact._id,
      userId: other.user.id,
      assignees: [other.user.id],
    })
    assert.equal(given.statusCode, 200, given.body)
    await othersEar.untilType('conversation.assigned')
    await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [other.user.id] })
    await newInbound(ada, channel, { from: contact.phoneNumber, body: 'Who is there?' })
    await othersEar.untilType('message.received')
    await newContact(rep)
    const heard = await repsEar.untilType('contact.created')
    const hidden = heard.filter(({ type }) => type.endsWith('.hidden'))
    assert.deepEqual(
      hidden.map(({ position: _position, ...rest }) => rest),
      [
        { type: 'contact.hidden', subjectId: contact._id },
        { type: 'conversation.hidden', subjectId: conversationId },
      ],
    )
    assert.ok(!repsEar.types().includes('message.received'))
    await Promise.all([repsEar.close(), othersEar.close()])
  })

  test(`through the ${door} what is personal is heard by that person alone`, async () => {
    const { ada, rep, other } = await newTeam()
    const ears = await Promise.all([ada, rep, other].map(open))
    const [adasEar, repsEar, othersEar] = ears as [Ear, Ear, Ear]
    const contact = await newContact(rep)
    await rep.call('POST', '/api/reminders', {
      contactId: contact._id,
      note: 'Call',
      reminderDate: '2100-01-01T00:00:00.000Z',
      channelType: 'sms',
    })
    await rep.call('POST', '/api/user/api-key/regenerate')
    await ada.call('POST', '/api/departments', { name: 'Last' })
    await Promise.all(ears.map((ear) => ear.untilType('department.added')))
    const personal = ['reminder.created', 'apiKey.regenerated']
    assert.deepEqual(only(personal, repsEar), personal)
    for (const ear of [adasEar, othersEar]) assert.deepEqual(only(personal, ear), [])
    await Promise.all(ears.map((ear) => ear.close()))
  })

  test(`through the ${door} who is disabled hears no more, and is told why`, async () => {
    const { ada, rep } = await newTeam()
    const ear = await open(rep)
    await ada.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
    const reasons = await ear.until((heard) => heard.some(({ code }) => code === 'signed_out'))
    assert.ok(reasons.length > 0)
    await ear.close()
  })

  test(`through the ${door} whoever becomes an admin hears as one at once`, async () => {
    const { ada, other } = await newTeam()
    const ear = await open(other)
    await ada.call('PUT', `/api/user/${other.user.id}`, { accessRole: 'ADMIN' })
    await ear.untilType('access.changed')
    await newContact(ada)
    await ear.untilType('contact.created')
    await ear.close()
  })
}

test('a stream by an API key ends when the key is replaced, and one by a log-in goes on', async () => {
  const ada = await newOrganization(app)
  const { apiKey } = (await ada.call('POST', '/api/user/api-key/regenerate')).json<{ data: { apiKey: string } }>().data
  const byKey = await openStream(url, { token: apiKey })
  const byToken = await openStream(url, ada)
  await ada.call('POST', '/api/user/api-key/regenerate')
  await byKey.until((heard) => heard.some(({ code }) => code === 'signed_out'))
  await newContact(ada)
  await byToken.untilType('contact.created')
  assert.ok(!byKey.types().includes('contact.created'))
  await byToken.close()
})

test('what has been deleted is heard to be gone by whoever saw it', async () => {
  const { rep, other } = await newTeam()
  const ears = [await openStream(url, rep), await openStream(url, other)] as const
  const contact = await newContact(rep)
  await rep.call('DELETE', `/api/contacts/${contact._id}`)
  await ears[0].untilType('contact.deleted')
  await newContact(other)
  await ears[1].untilType('contact.created')
  assert.deepEqual(only(['contact.deleted'], ears[1]), [])
  await Promise.all(ears.map((ear) => ear.close()))
})

async function newTeam() {
  const ada = await newOrganization(app)
  const added = await ada.call('POST', '/api/departments', { name: 'Sales' })
  const department = added.json<{ _id: string }>()._id
  const head = await newColleague(app, ada, 'DEPARTMENT_HEAD', { departmentId: department })
  const rep = await newColleague(app, ada, 'SALES_REP', { departmentId: department })
  const other = await newColleague(app, ada, 'SALES_REP')
  return { ada, head, rep, other, department }
}

function only(types: string[], ear: Ear): string[] {
  return ear.types().filter((type) => types.includes(type))
}
