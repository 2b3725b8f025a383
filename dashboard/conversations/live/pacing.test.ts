import assert from 'node:assert/strict'
import { mock, test } from 'node:test'

import { Pace } from './pacing.ts'

mock.timers.enable({ apis: ['setTimeout'] })
let now = 0
mock.method(performance, 'now', () => now)

/** Time goes on, and what is due happens. */
async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 10) {
    now += 10
    mock.timers.tick(10)
    for (let turn = 0; turn < 4; turn++) await Promise.resolve()
  }
}

test('however often it is asked for, it is done soon and then once a second', async () => {
  let done = 0
  const pace = new Pace(async () => void (done += 1), { every: 1000, soon: 50 })
  pace.ask()
  await pass(60)
  assert.equal(done, 1)
  for (let second = 0; second < 5; second++) {
    for (let event = 0; event < 20; event++) {
      pace.ask()
      await pass(50)
    }
  }
  assert.ok(done >= 5 && done <= 6, String(done))
})

test('what is asked for while it is being done is done afterwards', async () => {
  let done = 0
  const waiting: Array<() => void> = []
  const work = () => new Promise<void>((resolve) => waiting.push(resolve)).then(() => void (done += 1))
  const pace = new Pace(work, { every: 100, soon: 10 })
  pace.ask()
  await pass(20)
  pace.ask()
  pace.hurry()
  await pass(500)
  assert.deepEqual([waiting.length, done], [1, 0])
  waiting[0]!()
  await pass(200)
  assert.deepEqual([waiting.length, done], [2, 1])
})

test('one’s own doings do not wait for their turn, and what failed is tried again when it is asked for', async () => {
  let done = 0
  const pace = new Pace(
    async () => {
      done += 1
      throw new Error('offline')
    },
    { every: 1000, soon: 50 },
  )
  pace.hurry()
  assert.equal(done, 1)
  await pass(20)
  pace.hurry()
  assert.equal(done, 2)
  await pass(20)
  pace.ask()
  await pass(1200)
  assert.equal(done, 3)
})
