import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { LiveEvent } from '../api/live.ts'
import { Arrivals } from './arrivals.ts'
import type { Arrival } from './arrivals.ts'

function received(conversationId: string, content: string, type = 'message.received'): LiveEvent {
  return { type, subjectId: `${conversationId} ${content}`, data: { conversationId, content } } as unknown as LiveEvent
}

test('of many messages in a conversation the newest is asked about, once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const asked: Array<readonly Arrival[]> = []
  const arrivals = new Arrivals(async (some) => void asked.push(some))
  arrivals.take([received('a', 'one'), received('b', 'other')])
  arrivals.take([received('a', 'two'), received('c', 'ours', 'message.queued')])
  t.mock.timers.tick(1200)
  assert.deepEqual(
    asked.map((some) => some.map(({ content }) => content)),
    [['two', 'other']],
  )
})

test('however much comes, it is asked about every three seconds at most, and nothing is left out', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const asked: string[][] = []
  const arrivals = new Arrivals(async (some) => void asked.push(some.map(({ conversationId }) => conversationId)))
  for (let index = 0; index < 150; index++) arrivals.take([received(`c${index}`, 'Hello')])
  t.mock.timers.tick(1200)
  assert.deepEqual(
    asked.map((ids) => ids.length),
    [100],
  )
  await new Promise((resolve) => setImmediate(resolve))
  t.mock.timers.tick(1500)
  assert.equal(asked.length, 1)
  t.mock.timers.tick(3000)
  assert.equal(new Set(asked.flat()).size, 150)
})
