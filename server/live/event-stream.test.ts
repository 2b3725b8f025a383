import assert from 'node:assert/strict'
import { test } from 'node:test'

import { EventStream } from './event-stream.ts'

test('a stream that has ended lets go of a reader who does not take the end', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const stream = new EventStream(0)
  stream.end({ code: 'token_expired', message: 'Over.' })
  t.mock.timers.tick(1000)
  assert.equal(stream.destroyed, false)
  t.mock.timers.tick(5000)
  assert.equal(stream.destroyed, true)
})
