import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newColleague, newInbound, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { handOutWaiting } from './handing-out.ts'

const { app, db } = await startApp()
const lived = await startApp({ worker: true })

test('what waited is given out in the order of waiting, in turn, as soon as somebody is there', async () => {
  const { ada, team, route, write, give } = await newTeam(2)
  await route({ capacity: 2 })
  const threads = [await write(), await write(), await write(), await write(), await write()]
  assert.deepEqual(await give(threads), [[], [], [], [], []])
  await available(team[0]!)
  await available(team[1]!)
  const [one, other] = team.map(({ user }) => [user.id])
  assert.deepEqual(await give(threads), [one, other, one, other, []])
  const assigned = await eventsOf(ada, 'conversation.assigned')
  assert.deepEqual(assigned.map(({ subjectId }) => subjectId).toSorted(), threads.slice(0, 4).toSorted())
  assert.ok(assigned.every(({ actorType }) => actorType === 'system'))
})

test('who writes again goes on waiting since the first time', async () => {
  const { team, route, write, give } = await newTeam(1)
  await route({ capacity: 1 })
  const [first, second] = [await write('+14155550101'), await write('+14155550102')]
  await write('+14155550101')
  await available(team[0]!)
  assert.deepEqual(await give([first, second]), [[team[0]!.user.id], []])
})

test('who resolves one has room for the next that waits', async () => {
  const { team, route, write, give } = await newTeam(1)
  await route({ capacity: 1 })
  await available(team[0]!)
  const [first, second] = [await write(), await write()]
  assert.deepEqual(await give([second]), [[]])
  await team[0]!.call('PUT', `/api/conversation/${first}/resolve`, { isResolved: true })
  assert.deepEqual(await give([second]), [[team[0]!.user.id]])
})

test('two workers at once give each out once, and nobody more than they have room for', async () => {
  const { ada, team, route, write, assigneesOf } = await newTeam(2)
  await route({ capacity: 3 })
  const threads = []
  for (let index = 0; index < 8; index++) threads.push(await write())
  await Promise.all(team.map((person) => available(person)))
  await atOnce(5, () => handOutWaiting(db, ada.user.organizationId))
  const given = (await Promise.all(threads.map(assigneesOf))).flat()
  assert.deepEqual(
    Object.values(Object.groupBy(given, (id) => id)).map((each) => each!.length),
    [3, 3],
  )
  assert.equal((await eventsOf(ada, 'conversation.assigned')).length, 6)
})

test('a department’s people are given only what is routed to them; others wait for nobody there', async () => {
  const { ada, team, route, write, give } = await newTeam(1)
  const departmentId = (await ada.call('POST', '/api/departments', { name: 'Sales' })).json()._id
  const seller = await newColleague(app, ada, 'SALES_REP', { departmentId })
  await route({ departmentId, capacity: 1 })
  const elsewhere = await newChannel(ada)
  await ada.call('PUT', `/api/channels/${elsewhere._id}/routing`, { mode: 'round_robin', userIds: [team[0]!.user.id] })
  const [first, second] = [await write(), await write()]
  const third = (await newInbound(ada, elsewhere)).conversationId
  await available(seller)
  assert.deepEqual(await give([first, second, third]), [[seller.user.id], [], []])
  await available(team[0]!)
  // Behind two that nobody may take.
  assert.deepEqual(await give([first, second, third]), [[seller.user.id], [], [team[0]!.user.id]])
})

test('in business hours only: what comes at night waits until they begin', async () => {
  const { ada, team, route, write, give } = await newTeam(1)
  await route({ isInBusinessHours: true })
  await available(team[0]!)
  await openAllDay(ada, false)
  const thread = await write()
  assert.deepEqual(await give([thread]), [[]])
  await openAllDay(ada, true)
  assert.deepEqual(await give([thread]), [[team[0]!.user.id]])
})

test('what somebody unassigned by hand, resolved or took is not given out', async () => {
  const { ada, team, route, write, give } = await newTeam(1)
  await route({})
  const [unassigned, resolved, taken] = [await write(), await write(), await write()]
  await ada.call('POST', '/api/conversations/assign', { ids: [unassigned, taken], assignees: [ada.user.id] })
  await ada.call('POST', '/api/conversations/assign', { ids: [unassigned], assignees: [] })
  await ada.call('POST', '/api/conversations/resolve', { ids: [resolved] })
  await ada.call('POST', '/api/conversations/reopen', { ids: [resolved] })
  await available(team[0]!)
  assert.deepEqual(await give([unassigned, resolved, taken]), [[], [], [ada.user.id]])
})

test('saying that one is there is enough', async () => {
  const { team, route, write, assigneesOf } = await newTeam(1, lived.app)
  await route({})
  const threads = [await write(), await write()]
  await available(team[0]!)
  for (const id of threads) {
    await until(async () => (await assigneesOf(id)).join() === team[0]!.user.id, 'it to be given out')
  }
})

for (const [way, remove] of Object.entries({
  deletes: (ada: Person, id: string) => ada.call('DELETE', `/api/contacts/${id}`),
  'deletes among others': (ada: Person, id: string) =>
    ada.call('DELETE', '/api/contacts/bulk-delete', { contactIds: [id] }),
  erases: (ada: Person, id: string) => ada.call('POST', `/api/contacts/${id}/erase`),
})) {
  test(`whoever ${way} a contact makes room for the next that waits`, async () => {
    const { ada, team, route, write, assigneesOf } = await newTeam(1, lived.app)
    await route({ capacity: 1 })
    await available(team[0]!)
    const [first, second] = [await write(), await write()]
    assert.deepEqual(await assigneesOf(second), [])
    const { contactId } = (await ada.call('GET', `/api/conversation/${first}`)).json()
    const answer = await remove(ada, contactId)
    assert.ok(answer.statusCode < 300, answer.body)
    await until(async () => (await assigneesOf(second)).join() === team[0]!.user.id, 'it to be given out')
  })
}

test('what is given out is given within the organization', async () => {
  const { route, write, give } = await newTeam(1)
  await route({})
  const thread = await write()
  const others = await newTeam(1)
  await others.route({})
  await available(others.team[0]!)
  await handOutWaiting(db, others.ada.user.organizationId)
  assert.deepEqual(await give([thread]), [[]])
})

async function newTeam(size: number, on = app) {
  const ada = await newOrganization(on)
  const team: Person[] = []
  for (let index = 0; index < size; index++) team.push(await newColleague(on, ada, 'SALES_REP'))
  const channel = await newChannel(ada)
  const route = (fields: object) =>
    ada.call('PUT', `/api/channels/${channel._id}/routing`, { mode: 'round_robin', userIds: [], ...fields })
  const write = async (from?: string) => (await newInbound(ada, channel, from ? { from } : {})).conversationId
  const assigneesOf = async (id: string): Promise<string[]> =>
    (await ada.call('GET', `/api/conversation/${id}`)).json().assignees
  const give = async (threads: string[]) => {
    await handOutWaiting(db, ada.user.organizationId)
    return Promise.all(threads.map(assigneesOf))
  }
  return { ada, team, route, write, give, assigneesOf }
}

async function available(person: Person): Promise<void> {
  const response = await person.call('PUT', '/api/user/chat-availability', { isAvailable: true })
  assert.equal(response.statusCode, 200, response.body)
}

async function openAllDay(ada: Person, isOpen: boolean): Promise<void> {
  const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  const day = { enabled: isOpen, start: '00:00', end: '00:00' }
  const businessHours = Object.fromEntries(days.map((each) => [each, day]))
  const response = await ada.call('PUT', `/api/organizations/${ada.user.organizationId}/business-hours`, {
    businessHours,
  })
  assert.equal(response.statusCode, 200, response.body)
}
