import assert from 'node:assert/strict'
import { test } from 'node:test'

import { nextTryAt, patienceMilliseconds, readRetryAfter } from './pauses.ts'

const queuedAt = new Date('2026-03-04T05:06:07Z')
const asked = { queuedAt, now: queuedAt, tries: 1, retryAfter: undefined }

test('pauses grow to three hours, and end after 72', () => {
  const pauses: number[] = []
  let now = queuedAt
  for (let tries = 1; ; tries++) {
    const next = nextTryAt({ ...asked, now, tries }, 0)
    if (!next) break
    pauses.push((next.getTime() - now.getTime()) / 1000)
    now = next
  }
  assert.deepEqual(pauses.slice(0, 8), [5, 30, 120, 600, 1800, 3600, 10_800, 10_800])
  assert.equal(now.getTime(), queuedAt.getTime() + patienceMilliseconds)
  assert.ok(pauses.length < 35)
})

test('pauses are up to a fifth longer by chance', () => {
  assert.equal(nextTryAt(asked, 0)!.getTime() - queuedAt.getTime(), 5000)
  assert.equal(nextTryAt(asked, 1)!.getTime() - queuedAt.getTime(), 6000)
})

test('a receiver may ask for a longer pause, up to three hours, and for no shorter one', () => {
  const pauseOf = (retryAfter: number) => nextTryAt({ ...asked, retryAfter }, 0)!.getTime() - queuedAt.getTime()
  assert.equal(pauseOf(60_000), 60_000)
  assert.equal(pauseOf(1000), 5000)
  assert.equal(pauseOf(86_400_000), 3 * 3_600_000)
})

test('Retry-After is read as seconds or as a date', () => {
  assert.equal(readRetryAfter('120', queuedAt), 120_000)
  assert.equal(readRetryAfter('Wed, 04 Mar 2026 05:07:07 GMT', queuedAt), 60_000)
  for (const text of ['-5', '0', 'soon', 'Wed, 04 Mar 2020 05:07:07 GMT', undefined]) {
    assert.equal(readRetryAfter(text, queuedAt), undefined, text)
  }
})
