import assert from 'node:assert/strict'
import { test } from 'node:test'

import { durationAxis } from './duration-axis.ts'

const series = [{ key: 'median', label: 'Median', colour: 'red' }]
const points = (values: Array<number | null>) => values.map((median) => ({ start: '2026-01-01', median }))

test('the axis begins and ends at marks that hold all values between them', () => {
  const { domain, ticks } = durationAxis(points([90, null, 7200]), series)
  assert.deepEqual(domain, [60, 21_600])
  assert.deepEqual(ticks, [60, 600, 3600, 21_600])
})

test('what took no time stands at the first mark', () => {
  assert.deepEqual(durationAxis(points([0, 5]), series).domain, [1, 10])
})
