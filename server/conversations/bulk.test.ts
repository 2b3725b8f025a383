import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newColleague, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newId } from '../platform/id.ts'

const { app } = await startApp()

const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

const verbs = {
  assign: { body: { assignees: [] }, event: 'conversation.assigned' },
  resolve: { body: {}, event: 'conversation.resolved' },
  tag: { body: { add: ['urgent'] }, event: 'conversation.tagged' },
  seen: { body: {}, event: 'conversation.seen' },
  unseen: { body: {}, event: 'conversation.unseen' },
  snooze: { body: { until: tomorrow }, event: 'conversation.snoozed' },
  follow: { body: {}, event: 'conversation.followed' },
}

for (const [verb, { body, event }] of Object.entries(verbs)) {
  test(`many at once: ${verb} says of each what became of it, and leaves an event for each that changed`, async () => {
    const { ada, threads } = await newThreads(3)
    const eve = await newThreads(1)
    await change(ada, verb, [threads[0]!], body)
    const stranger = eve.threads[0]!
    const missing = newId()
    const answer = await change(
      ada,
      verb,
      [threads[1]!, stranger, threads[0]!, missing, threads[2]!, threads[2]!],
      body,
    )
    assert.deepEqual(answer, {
      changed: 2,
      outcomes: [
        [threads[1], 'changed'],
        [stranger, 'not_found'],
        [threads[0], 'unchanged'],
        [missing, 'not_found'],
        [threads[2], 'changed'],
      ],
    })
    assert.deepEqual((await subjectsOf(ada, event)).toSorted(), threads.toSorted())
    assert.deepEqual(await subjectsOf(eve.ada, event), [])
  })

  test(`the same ten times at once: ${verb} changes each only once`, async () => {
    const { ada, threads } = await newThreads(2)
    const answers = await atOnce(10, (index) => change(ada, verb, index % 2 ? threads : threads.toReversed(), body))
    assert.equal(
      answers.reduce((sum, { changed }) => sum + changed, 0),
      2,
    )
    assert.equal((await subjectsOf(ada, event)).length, 2)
  })

  test(`what a colleague owns is not found by ${verb}`, async () => {
    const { ada, threads } = await newThreads(1)
    const rep = await newColleague(app, ada, 'SALES_REP')
    assert.deepEqual(await change(rep, verb, threads, body), { changed: 0, outcomes: [[threads[0], 'not_found']] })
    assert.deepEqual(await subjectsOf(ada, event), [])
  })
}

test('whom many are assigned to sees them and their contacts', async () => {
  const { ada, threads, contacts } = await newThreads(2)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await change(ada, 'assign', threads, { assignees: [rep.user.id] })
  for (const id of threads) assert.equal((await rep.call('GET', `/api/conversation/${id}`)).statusCode, 200)
  for (const id of contacts) assert.equal((await rep.call('GET', `/api/contacts/${id}`)).statusCode, 200)
  const unknown = await ada.call('POST', '/api/conversations/assign', { ids: threads, assignees: [newId()] })
  assert.equal(unknown.statusCode, 404)
})

test('reopening brings back what was resolved, and nothing else', async () => {
  const { ada, threads } = await newThreads(2)
  await change(ada, 'resolve', [threads[0]!], {})
  const answer = await change(ada, 'reopen', threads, {})
  assert.deepEqual(answer.outcomes, [
    [threads[0], 'changed'],
    [threads[1], 'unchanged'],
  ])
})

test('tags are added and removed whatever the case of their letters, and are sorted', async () => {
  const { ada, threads } = await newThreads(2)
  await change(ada, 'tag', [threads[0]!], { add: ['Zebra', 'apple'] })
  await change(ada, 'tag', threads, { add: [' New  Lead', 'APPLE'], remove: ['zebra'] })
  for (const id of threads) {
    assert.deepEqual((await ada.call('GET', `/api/conversation/${id}`)).json().tags, ['apple', 'new lead'])
  }
})

test('more than a thousand at once, or none, are refused', async () => {
  const { ada } = await newThreads(0)
  for (const ids of [[], Array.from({ length: 1001 }, () => newId())]) {
    assert.equal((await ada.call('POST', '/api/conversations/resolve', { ids })).statusCode, 400)
  }
})

async function newThreads(size: number) {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const inbound = []
  for (let index = 0; index < size; index++) inbound.push(await newInbound(ada, channel))
  return {
    ada,
    threads: inbound.map(({ conversationId }) => conversationId),
    contacts: inbound.map(({ contactId }) => contactId),
  }
}

async function change(person: Person, verb: string, ids: string[], body: object) {
  const response = await person.call('POST', `/api/conversations/${verb}`, { ids, ...body })
  assert.equal(response.statusCode, 200, response.body)
  const { changed, results } = response.json()
  const outcomes = results.map(({ _id, outcome }: { _id: string; outcome: string }) => [_id, outcome])
  return { changed: changed as number, outcomes }
}

async function subjectsOf(admin: Person, type: string): Promise<string[]> {
  return (await eventsOf(admin, type)).map(({ subjectId }) => subjectId)
}
