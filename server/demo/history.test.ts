import assert from 'node:assert/strict'
import { test } from 'node:test'

import { localClock } from './business-hours.ts'
import { dealership } from './cast.ts'
import { readDialogues } from './dialogues.ts'
import { inventHistory } from './history.ts'

const clock = localClock(dealership.timeZone)

/** A weekday, a Sunday night, and the nights in which the clocks change. */
const moments = ['2026-06-17T16:20:00Z', '2026-06-21T09:00:00Z', '2026-03-08T08:30:00Z', '2026-11-01T07:10:00Z']

for (const moment of moments) {
  const now = Date.parse(moment)
  const customers = inventHistory(now)
  const threads = customers.flatMap((customer) => customer.threads)
  const said = threads.flatMap((thread) => thread.said)

  test(`at ${moment} there are about 120 contacts, 90 conversations and 900 messages`, () => {
    assert.equal(customers.length, 120)
    assert.equal(threads.length, 90)
    assert.ok(said.length > 820 && said.length < 1000, `${said.length} messages`)
  })

  test(`at ${moment} some conversations are new, some open and some resolved`, () => {
    assert.ok(threads.filter((thread) => thread.unread > 0).length >= 5)
    assert.ok(threads.filter((thread) => thread.unread === 0 && !thread.resolvedAt).length >= 15)
    assert.ok(threads.filter((thread) => thread.resolvedAt).length >= 25)
  })

  test(`at ${moment} nothing has been said in the future, or before it was answered`, () => {
    assert.ok(said.every(({ at }) => at < now))
    for (const thread of threads) {
      const times = thread.said.map(({ at }) => at)
      assert.ok(times.every((at, index) => index === 0 || at > times[index - 1]!))
      assert.ok(thread.said.length > 0)
      if (thread.resolvedAt) assert.ok(thread.resolvedAt > times.at(-1)! && thread.resolvedAt < now)
    }
  })

  test(`at ${moment} we have written in business hours only`, () => {
    const written = said
      .filter(({ direction }) => direction === 'outbound')
      .map(({ at }) => new Date(clock.toLocal(at)))
    assert.deepEqual(
      written.filter((at) => at.getUTCDay() === 0 || at.getUTCHours() < 9 || at.getUTCHours() >= 18),
      [],
    )
  })
}

test('the same moment always has the same history', () => {
  const now = Date.parse(moments[0]!)
  assert.deepEqual(inventHistory(now), inventHistory(now))
})

test('everybody is told apart, and has a number that nobody real has', () => {
  const people = inventHistory(Date.parse(moments[0]!)).map(({ person }) => person)
  assert.equal(new Set(people.map(({ phoneNumber }) => phoneNumber)).size, 120)
  assert.equal(new Set(people.map(({ email }) => email)).size, 120)
  assert.deepEqual(
    people.filter(({ phoneNumber }) => !/^\+1\d{3}55501\d\d$/.test(phoneNumber)),
    [],
  )
})

test('every dialogue is played to its end in a quiet week', () => {
  const now = Date.parse('2026-06-17T23:00:00Z')
  const spoken = new Set(
    inventHistory(now).flatMap(({ threads }) => threads.flatMap(({ said }) => said.map(({ fate }) => fate))),
  )
  assert.deepEqual([...spoken].toSorted(), ['delivered', 'failed', 'unknown'])
  assert.ok(readDialogues().length >= 50)
})
