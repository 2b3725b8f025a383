import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
  untilBlocked,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { transact } from '../platform/database.ts'

const { app, db } = await startApp()

test('without a word about it, the contact’s assignees answer', async () => {
  const { ada, channel } = await newTeam(0)
  const routing = await ada.call('GET', `/api/channels/${channel._id}/routing`)
  assert.deepEqual(routing.json(), {
    mode: 'owner',
    capacity: 10,
    userIds: [],
    departmentId: null,
    isInBusinessHours: false,
  })
  assert.deepEqual(await assigneesOf(ada, (await newInbound(ada, channel)).conversationId), [ada.user.id])
})

test('a department to which conversations are given is not deleted, and none that is gone is given any', async () => {
  const { ada, channel } = await newTeam(0)
  const department = (await ada.call('POST', '/api/departments', { name: 'Sales' })).json()._id as string
  const url = `/api/channels/${channel._id}/routing`
  const routing = { mode: 'round_robin', departmentId: department }
  assert.equal((await ada.call('PUT', url, routing)).statusCode, 200)
  const refused = await ada.call('DELETE', `/api/departments/${department}`)
  assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'department_answers'])
  assert.equal((await ada.call('PUT', url, { mode: 'owner' })).statusCode, 200)

  const [late] = await transact(db, async (trx) => {
    await trx
      .deleteFrom('departments')
      .where('organizationId', '=', ada.user.organizationId)
      .where('id', '=', department)
      .execute()
    const setting = ada.call('PUT', url, routing)
    await untilBlocked(db)
    return [setting]
  })
  assert.deepEqual([(await late).statusCode, (await late).json().error.code], [404, 'department_not_found'])
})

test('in turn, whoever is available and was given one the longest ago is next', async () => {
  const { ada, team, channel, route } = await newTeam(3)
  await route({ userIds: idsOf(team) })
  await available(team)
  await available([team[1]!], false)
  const given = await open(ada, channel, 4)
  assert.deepEqual(
    given,
    [team[0], team[2], team[0], team[2]].map((person) => [person!.user.id]),
  )
  await available([team[1]!])
  assert.deepEqual(await open(ada, channel, 1), [[team[1]!.user.id]])
})

test('who is given one sees it, its contact and its messages; others do not', async () => {
  const { ada, team, channel, route } = await newTeam(2)
  await route({ userIds: idsOf(team) })
  await available([team[0]!])
  const { conversationId, contactId } = await newInbound(ada, channel)
  const [opened] = await eventsOf(ada, 'conversation.opened')
  assert.deepEqual(opened?.data['assignees'], [team[0]!.user.id])
  for (const [person, status] of [
    [team[0]!, 200],
    [team[1]!, 404],
  ] as const) {
    assert.equal((await person.call('GET', `/api/conversation/${conversationId}`)).statusCode, status)
    assert.equal((await person.call('GET', `/api/contacts/${contactId}`)).statusCode, status)
  }
})

test('nobody is given more than they have room for, however many write at once', async () => {
  const { ada, team, channel, route } = await newTeam(2)
  await route({ userIds: idsOf(team), capacity: 2 })
  await available(team)
  const inbound = await atOnce(7, () => newInbound(ada, channel))
  const given = await Promise.all(inbound.map(({ conversationId }) => assigneesOf(ada, conversationId)))
  assert.deepEqual(given.flat().toSorted(), [...idsOf(team), ...idsOf(team)].toSorted())
  const left = (await ada.call('GET', '/api/conversations?assignee=none')).json().conversations
  assert.equal(left.length, 3)
})

test('who resolves one has room for another', async () => {
  const { ada, team, channel, route } = await newTeam(1)
  await route({ capacity: 1, userIds: idsOf(team) })
  await available(team)
  const { conversationId } = await newInbound(ada, channel)
  assert.deepEqual(await open(ada, channel, 1), [[]])
  await team[0]!.call('PUT', `/api/conversation/${conversationId}/resolve`, { isResolved: true })
  assert.deepEqual(await open(ada, channel, 1), [idsOf(team)])
})

test('what is reopened stays with whom it has while they are there, and goes to the next when they are not', async () => {
  const { ada, team, channel, route } = await newTeam(2)
  await route({ userIds: idsOf(team) })
  await available(team)
  const from = '+14155552671'
  const { conversationId } = await newInbound(ada, channel, { from })
  const [first, second] = team as [Person, Person]
  const again = async () => {
    await ada.call('PUT', `/api/conversation/${conversationId}/resolve`, { isResolved: true })
    await newInbound(ada, channel, { from })
    return assigneesOf(ada, conversationId)
  }
  assert.deepEqual(await again(), [first.user.id])
  await available([first], false)
  assert.deepEqual(await again(), [second.user.id])
  const [event, ...others] = await eventsOf(ada, 'conversation.assigned')
  assert.deepEqual([event?.data['assignees'], others.length], [[second.user.id], 0])
})

test('who writes again while nobody was there is given to whoever has come', async () => {
  const { ada, team, channel, route } = await newTeam(1)
  await route({ userIds: idsOf(team) })
  const from = '+14155552671'
  const { conversationId } = await newInbound(ada, channel, { from })
  assert.deepEqual(await assigneesOf(ada, conversationId), [])
  await available(team)
  await newInbound(ada, channel, { from })
  assert.deepEqual(await assigneesOf(ada, conversationId), idsOf(team))
})

test('what a user opens stays with the contact’s assignees; who is disabled gets nothing', async () => {
  const { ada, team, channel, route } = await newTeam(1)
  await route({})
  await available(team)
  await ada.call('PUT', `/api/user/${team[0]!.user.id}`, { loginDisabled: true })
  const contact = await newContact(ada)
  const payload = { contactId: contact._id, channelId: channel._id, content: 'Hello' }
  const { conversationId } = (await ada.call('POST', '/api/messages/send', payload)).json()
  assert.deepEqual(await assigneesOf(ada, conversationId), [ada.user.id])
  assert.deepEqual(await open(ada, channel, 1), [[]])
})

test('saying the same again leaves one event; a stranger, a rep and a wrong capacity are refused', async () => {
  const { ada, team, channel, route } = await newTeam(1)
  for (let again = 0; again < 2; again++) assert.equal((await route({ capacity: 3 })).statusCode, 200)
  const [event, ...others] = await eventsOf(ada, 'channel.rerouted')
  assert.deepEqual([event?.data['capacity'], event?.subjectId, others.length], [3, channel._id, 0])
  const url = `/api/channels/${channel._id}/routing`
  const body = { mode: 'round_robin', capacity: 1, userIds: [] }
  const eve = await newOrganization(app)
  assert.equal((await eve.call('PUT', url, body)).statusCode, 404)
  assert.equal((await team[0]!.call('PUT', url, body)).statusCode, 403)
  assert.equal((await route({ userIds: [eve.user.id] })).statusCode, 404)
  assert.equal((await route({ capacity: 0 })).statusCode, 400)
})

test('the turns of one organization are none of another’s', async () => {
  const { ada, team, channel, route } = await newTeam(1)
  await route({})
  await available(team)
  await open(ada, channel, 1)
  const turns = await db
    .selectFrom('conversationTurns')
    .select('userId')
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.deepEqual(turns, [{ userId: team[0]!.user.id }])
})

async function newTeam(size: number) {
  const ada = await newOrganization(app)
  const team: Person[] = []
  for (let index = 0; index < size; index++) team.push(await newColleague(app, ada, 'SALES_REP'))
  const channel = await newChannel(ada)
  const route = (fields: object) =>
    ada.call('PUT', `/api/channels/${channel._id}/routing`, {
      mode: 'round_robin',
      capacity: 10,
      userIds: [],
      ...fields,
    })
  return { ada, team, channel, route }
}

async function available(people: Person[], isAvailable = true): Promise<void> {
  for (const person of people) {
    const response = await person.call('PUT', '/api/user/chat-availability', { isAvailable })
    assert.equal(response.statusCode, 200, response.body)
  }
}

/** Whom each of so many new conversations was given to. */
async function open(ada: Person, channel: { identifier: string }, times: number): Promise<string[][]> {
  const given = []
  for (let index = 0; index < times; index++) {
    given.push(await assigneesOf(ada, (await newInbound(ada, channel)).conversationId))
  }
  return given
}

async function assigneesOf(person: Person, id: string): Promise<string[]> {
  return (await person.call('GET', `/api/conversation/${id}`)).json().assignees
}

function idsOf(people: Person[]): string[] {
  return people.map(({ user }) => user.id)
}
