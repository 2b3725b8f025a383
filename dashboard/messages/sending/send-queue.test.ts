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

/** A server that does as it is told, and a store that outlives the queue and is there for every tab. */
function newWorld() {
  const kept = new Map<string, SendEntry>()
  const tabs = new Set<(clientId: string) => void>()
  const turns = new Map<string, Promise<void>>()
  const nothing = { delivered: [] as string[], retries: [] as Array<() => void>, isOnline: true }
  const world = { ...nothing, kept, answer: () => Promise.resolve() }
  const openTab = (): SendTools => {
    let own: ((clientId: string) => void) | undefined
    return {
      store: {
        all: async () => [...kept.values()],
        get: async (clientId) => kept.get(clientId),
        keep: async (each) => void kept.set(each.clientId, each),
        forget: async (clientId) => void kept.delete(clientId),
      },
      deliver: async ({ clientId }) => {
        await world.answer()
        world.delivered.push(clientId)
      },
      troubleOf: (error) => ({ code: 'no', message: 'No.', isPassing: error instanceof Offline }),
      uncertain: { code: 'uncertain', message: 'Look first.' },
      exclusively: (name, work) => {
        const turn = (turns.get(name) ?? Promise.resolve()).then(work)
        turns.set(
          name,
          turn.catch(() => undefined),
        )
        return turn
      },
      later: (work) => void world.retries.push(work),
      mayReach: () => world.isOnline,
      tellOthers: (clientId) => {
        for (const tab of tabs) if (tab !== own) tab(clientId)
      },
      hearOthers: (effect) => {
        own = effect
        tabs.add(effect)
        return () => tabs.delete(effect)
      },
    }
  }
  return { ...world, world, openTab, tools: openTab() }
}

/** The same person in two tabs. */
async function newTabs() {
  const { world, openTab } = newWorld()
  const [one, other] = [new SendQueue(), new SendQueue()]
  await one.start('me', openTab())
  await other.start('me', openTab())
  return { world, one, other }
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

test('what was done on the way is kept, and is not done again when it is tried again', async () => {
  const { world, tools } = newWorld()
  const queue = new SendQueue()
  let uploads = 0
  const deliver: SendTools['deliver'] = async (each, keep) => {
    const [file] = each.files
    if (file?.key === null) {
      uploads += 1
      await keep({ ...each, files: [{ ...file, key: `key-${uploads}` }] })
    }
    await world.answer()
    world.delivered.push(queue.entries()[0]?.files[0]?.key ?? 'none')
  }
  await queue.start('me', { ...tools, deliver })
  world.answer = () => Promise.reject(new Offline())
  const file = { key: null, name: 'a.png', contentType: 'image/png', size: 3, url: '' }
  queue.add(entry('one', { files: [file] }))
  await settled()
  assert.equal(world.kept.get('one')?.files[0]?.key, 'key-1')
  world.answer = () => Promise.resolve()
  world.retries.forEach((retry) => retry())
  await settled()
  assert.deepEqual([uploads, world.delivered, queue.entries()], [1, ['key-1'], []])
})

test('without a network nothing is tried, and so all of it can be taken back', async () => {
  const { world, tools } = newWorld()
  const queue = new SendQueue()
  await queue.start('me', tools)
  world.isOnline = false
  for (const clientId of ['one', 'two']) queue.add(entry(clientId))
  await settled()
  assert.equal(await queue.takeBack('one'), 'back')
  world.isOnline = true
  queue.wake()
  await settled()
  assert.deepEqual([world.delivered, world.kept.size], [['two'], 0])
})

test('what two tabs know of is sent once and in order', async () => {
  const { world, one, other } = await newTabs()
  world.isOnline = false
  one.add(entry('one', { createdAt: '2026-01-01T00:00:01.000Z' }))
  other.add(entry('two', { createdAt: '2026-01-01T00:00:02.000Z' }))
  one.add(entry('three', { createdAt: '2026-01-01T00:00:03.000Z' }))
  await settled()
  const known = [one, other].map((queue) => queue.entries().map(({ clientId }) => clientId))
  assert.deepEqual(known, [
    ['one', 'two', 'three'],
    ['one', 'two', 'three'],
  ])
  world.isOnline = true
  for (const queue of [other, one]) queue.wake()
  await settled()
  assert.deepEqual(world.delivered, ['one', 'two', 'three'])
  assert.deepEqual([one.entries(), other.entries(), world.kept.size], [[], [], 0])
})

test('what was said in a tab that is closed is sent by the other', async () => {
  const { world, one, other } = await newTabs()
  world.isOnline = false
  one.add(entry('one'))
  await settled()
  one.stop()
  world.isOnline = true
  other.wake()
  await settled()
  assert.deepEqual(world.delivered, ['one'])
})

test('what was refused and is said anew in one tab is gone from the other', async () => {
  const { world, one, other } = await newTabs()
  world.answer = () => Promise.reject(new Refused())
  one.add(entry('one'))
  await settled()
  assert.deepEqual(
    other.entries().map(({ state }) => state),
    ['failed'],
  )
  world.answer = () => Promise.resolve()
  one.again('one')
  await settled()
  other.again('one')
  await settled()
  assert.equal(world.delivered.length, 1)
  assert.deepEqual(other.entries(), [])
})

test('what another tab may have sent is not said to be taken back', async () => {
  const { world, one } = await newTabs()
  world.isOnline = false
  one.add(entry('one'))
  await settled()
  world.kept.set('one', entry('one', { wasTried: true }))
  assert.equal(await one.takeBack('one'), 'uncertain')
  world.kept.delete('one')
  assert.equal(await one.takeBack('one'), 'sent')
  assert.deepEqual(one.entries(), [])
})
