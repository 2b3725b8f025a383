import assert from 'node:assert/strict'
import { test } from 'node:test'

import { classOf, summarize } from './durations.ts'

function classesOf(durations: number[]) {
  return durations.map((seconds) => ({ bucket: classOf(seconds), total: 1, seconds }))
}

function joined(durations: number[]) {
  return [...Map.groupBy(classesOf(durations), ({ bucket }) => bucket)].map(([bucket, alike]) => ({
    bucket,
    total: alike.length,
    seconds: alike.reduce((sum, { seconds }) => sum + seconds, 0),
  }))
}

test('of nothing there is no median', () => {
  assert.deepEqual(summarize([]), { count: 0, mean: null, median: null, p90: null })
})

test('one duration is told as it was', () => {
  assert.deepEqual(summarize(classesOf([137])), { count: 1, mean: 137, median: 137, p90: 137 })
})

test('the mean is exact, and median and 90th percentile are a fifth off at most', () => {
  let state = 7
  const drawn = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  for (const longest of [40, 3600, 86_400, 40_000_000]) {
    const durations = Array.from({ length: 501 }, () => Math.round(longest * drawn() ** 3)).toSorted((a, b) => a - b)
    const { count, mean, median, p90 } = summarize(joined(durations))
    assert.equal(count, 501)
    assert.equal(mean, Math.round(durations.reduce((sum, each) => sum + each, 0) / 501))
    for (const [told, true_] of [
      [median!, durations[250]!],
      [p90!, durations[450]!],
    ] as const)
      assert.ok(Math.abs(told - true_) <= Math.max(1, true_ / 5), `${told} for ${true_} of ${longest}`)
  }
})

test('what was taken back is not there', () => {
  const back = { bucket: classOf(60), total: 0, seconds: 0 }
  assert.deepEqual(summarize([back, ...classesOf([5])]), { count: 1, mean: 5, median: 5, p90: 5 })
})

test('a longer duration is never in a lower class, and the longest are in the last', () => {
  const classes = [0, 1, 2, 3, 59, 60, 61, 3600, 86_400, 31_536_000, 1e12].map(classOf)
  assert.deepEqual(
    classes,
    classes.toSorted((one, other) => one - other),
  )
  assert.equal(classes.at(-1), 110)
})
