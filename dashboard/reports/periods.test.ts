import assert from 'node:assert/strict'
import { test } from 'node:test'

import { periodBefore, periodOf, startsOf, stepFor, todayIn } from './periods.ts'
import { readReportsSearch } from './reports-search.ts'

test('a span ends today, and the one it is compared with ends the day before it begins', () => {
  const week = periodOf({ span: '7d' }, '2026-03-03')
  assert.deepEqual(week, { from: '2026-02-25', to: '2026-03-03' })
  assert.deepEqual(periodBefore(week), { from: '2026-02-18', to: '2026-02-24' })
  assert.deepEqual(periodOf({ span: 'today' }, '2026-03-03'), { from: '2026-03-03', to: '2026-03-03' })
})

test('of a custom span something can always be made', () => {
  const today = '2026-03-03'
  assert.deepEqual(periodOf({ span: 'custom', from: '2026-02-02', to: '2026-01-01' }, today), {
    from: '2026-01-01',
    to: '2026-02-02',
  })
  assert.deepEqual(periodOf({ span: 'custom', to: '2026-01-01' }, today), { from: '2026-01-01', to: '2026-01-01' })
  assert.deepEqual(periodOf({ span: 'custom', from: '2019-01-01', to: today }, today), {
    from: '2024-03-03',
    to: today,
  })
})

test('each step is there once, a week by its Monday and a month by its first', () => {
  assert.deepEqual(startsOf({ from: '2026-02-27', to: '2026-03-02' }, 'day'), [
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
  ])
  assert.deepEqual(startsOf({ from: '2026-03-01', to: '2026-03-09' }, 'week'), [
    '2026-02-23',
    '2026-03-02',
    '2026-03-09',
  ])
  assert.deepEqual(startsOf({ from: '2025-12-31', to: '2026-02-01' }, 'month'), [
    '2025-12-01',
    '2026-01-01',
    '2026-02-01',
  ])
})

test('the longer the span, the longer its steps', () => {
  assert.equal(stepFor({ from: '2026-01-01', to: '2026-01-31' }), 'day')
  assert.equal(stepFor({ from: '2026-01-01', to: '2026-04-01' }), 'week')
  assert.equal(stepFor({ from: '2025-01-01', to: '2026-04-01' }), 'month')
})

test('today is the day of the organization’s clocks', () => {
  const now = new Date('2026-03-03T23:30:00Z')
  assert.equal(todayIn('Europe/Berlin', now), '2026-03-04')
  assert.equal(todayIn('America/New_York', now), '2026-03-03')
})

test('of an address only what can be read is taken', () => {
  const userId = '0123456789abcdef01234567'
  assert.deepEqual(readReportsSearch({ span: 'never', from: '2026-99-99', userId, hours: 'business', tables: 'yes' }), {
    userId,
    hours: 'business',
  })
})
