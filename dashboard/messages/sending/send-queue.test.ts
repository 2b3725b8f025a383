import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { SendEntry } from './entries.ts'
import { SendQueue } from './send-queue.ts'
import type { SendTools } from './send-queue.ts'

class Offline extends Error {}
class Refused extends Error {}

function entry(clientId: string, more: Partial<SendEntry> = {}): SendEntry {
  const nothing = { files: [], mentions: [], undoSeconds: 0, wasTried: false }
  const createdAt = new Date().toISOString()
  const fields = { kind: 'message', conversationId: 'c', userId: 'me', content: 'Yes', state: 'waiting' } as const
  return { ...nothing, ...fields, clientId, createdAt, ...more }
}

/** A server that does as it is told, and a store that outlives the queue. */
function newWorld() {
  const kept = new Map<string, SendEntry>()
  const world = { kept, delivered: [] as string[], answer: () => Promise.resolve(), retries: [] as Array<() => void> }
  const tools: SendTools = {
    store: {
      all: async () => [...kept.values()],
      has: async (clientId) => kept.has(clientId),
      keep: async (each) => void kept.set(each.clientId, each),
      forget: async (clientId) => void kept.delete(clientId),
    },
    deliver: async ({ clientId }) => {
      await world.answer()
      world.delivered.push(clientId)
    },
    troubleOf: (error) => ({ code: 'no', message: 'No.', isPassing: error instanceof Offline }),
    uncertain: { code: 'uncertain', message: 'Look first.' },
    exclusively: async (_name, work) => {
      await Promise.resolve()
      await work()
    },
    later: (work) => void world.retries.push(work),
  }
  return { ...world, world, tools }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

test('what is said arrives in order and is forgotten then', async () => {
  const { world, tools } = newWorld()
  const queue = new SendQueue()
  await queue.start('me', tools)
  for (const clientId of ['one', 'two', 'three']) queue.add(entry(clientId))
  await settled()
  assert.deepEqual(world.delivered, ['one', 'two', 'three'])
  assert.deepEqual([queue.entries(), world.kept.size], [[], 0])
})

test('without a network it waits, and goes once and in order when that is back', async () => {
  const { world, tools } = newWorld()
  const queue = new SendQueue()
  await queue.start('me', tools)
  world.answer = () => Promise.reject(new Offline())
  queue.add(entry('one'))
  queue.add(entry('two'))
  await settled()
  assert.deepEqual(
    queue.entries().map(({ state }) => state),
    ['waiting', 'waiting'],
  )
  world.answer = () => Promise.resolve()
  queue.wake()
  queue.wake()
  for (const retry of world.retries) retry()
  await settled()
  assert.deepEqual(world.delivered, ['one', 'two'])
})

test('what was written without a network outlives the page, under the same name', async () => {
  const { world, tools } = newWorld()
  const before = new SendQueue()
  await before.start('me', tools)
  world.answer = () => Promise.reject(new Offline())
  before.add(entry('one'))
  await settled()
  before.stop()
  world.answer = () => Promise.resolve()
  const after = new SendQueue()
  await after.start('me', tools)
  await settled()
  assert.deepEqual(world.delivered, ['one'])
})

test('who leaves this machine leaves nothing of theirs on it, and it goes no more', async () => {
  const { world, tools } = newWorld()
  world.kept.set('theirs', entry('theirs', { userId: 'other' }))
  const queue = new SendQueue()
  await queue.start('me', tools)
  world.answer = () => Promise.reject(new Offline())
  queue.add(entry('one'))
  await settled()
  await queue.forgetAll()
  assert.deepEqual([queue.entries(), [...world.kept.keys()]], [[], ['theirs']])
  world.answer = () => Promise.resolve()
  for (const retry of world.retries) retry()
  await settled()
  assert.deepEqual(world.delivered, [])
})

test('what somebody else left behind is not sent in my name', async () => {
  const { world, tools } = newWorld()
  world.kept.set('theirs', entry('theirs', { userId: 'other' }))
  const queue = new SendQueue()
  await queue.start('me', tools)
  await settled()
  assert.deepEqual([world.delivered, queue.entries()], [[], []])
})

test('what is refused waits for a person, who may say it anew', async () => {
  const { world, tools } = newWorld()
  const queue = new SendQueue()
  await queue.start('me', tools)
  world.answer = () => Promise.reject(new Refused())
  queue.add(entry('one'))
  await settled()
  assert.deepEqual(
    queue.entries().map(({ state, error }) => [state, error?.code]),
    [['failed', 'no']],
  )
  world.answer = () => Promise.resolve()
  queue.again('one')
  await settled()
  assert.equal(world.delivered.length, 1)
  assert.notEqual(world.delivered[0], 'one')
})

test('what has not left can be taken back, and what another tab sent is not sent again', async () => {
  const { world, tools } = newWorld()
  const queue = new SendQueue()
  queue.add(entry('early'))
  assert.equal(await queue.takeBack('early'), 'back')
  await queue.start('me', tools)
  queue.add(entry('one'))
  assert.equal(await queue.takeBack('one'), 'sent')
  queue.add(entry('two'))
  world.kept.delete('two')
  await settled()
  assert.deepEqual([world.delivered, queue.entries()], [['one'], []])
})

test('what may have arrived is not said to be taken back', async () => {
  const { world, tools } = newWorld()
  const queue = new SendQueue()
  await queue.start('me', tools)
  world.answer = () => Promise.reject(new Offline())
  queue.add(entry('one'))
  assert.equal(await queue.takeBack('one'), 'uncertain')
})
