import assert from 'node:assert/strict'
import { test } from 'node:test'

import { chipsOf, countedWithin, filtersOf, isChanged, withFilter } from './filters.ts'
import type { View } from './filters.ts'

const saved = [
  {
    _id: '65f000000000000000000001',
    name: 'Angry on SMS',
    filters: { tag: 'angry', channelType: 'sms', state: 'all', sort: 'oldest' },
  } as View,
]
const view = saved[0]!._id

test('a view says what its list is asked for, and the address narrows it', () => {
  assert.deepEqual(filtersOf({}, []), { assignee: 'me' })
  assert.deepEqual(filtersOf({ view: 'all', tag: 'vip', sort: 'waiting' }, []), { tag: 'vip', sort: 'waiting' })
  assert.deepEqual(filtersOf({ view, sort: 'newest' }, saved), { ...saved[0]!.filters, sort: 'newest' })
  assert.equal(filtersOf({ view }, []), undefined)
})

test('a standing view stays what it is, whatever else the address says', () => {
  assert.deepEqual(filtersOf({ view: 'mine', assignee: 'none' }, []), { assignee: 'me' })
  assert.deepEqual(filtersOf({ view: 'snoozed', state: 'open' }, []), { state: 'snoozed' })
})

test('counts are narrowed by what narrows the lists', () => {
  assert.deepEqual(countedWithin({ view: 'mine', tag: 'vip', sort: 'newest' }), { tag: 'vip' })
  assert.deepEqual(countedWithin({ sort: 'waiting', unread: true }), { unread: true, waiting: true })
})

test('a filter that the view does not speak of narrows it', () => {
  assert.deepEqual(withFilter({ view: 'mine' }, saved, 'tag', 'vip'), { view: 'mine', tag: 'vip' })
  assert.deepEqual(withFilter({ view: 'mine', tag: 'vip' }, saved, 'tag', undefined), { view: 'mine' })
  assert.deepEqual(withFilter({ view }, saved, 'tag', 'calm'), { view, tag: 'calm' })
})

test('a filter that the view itself is made of leads out of the view, and keeps the rest of it', () => {
  assert.deepEqual(withFilter({}, saved, 'assignee', 'none'), { view: 'all', assignee: 'none' })
  assert.deepEqual(withFilter({ view, unread: true }, saved, 'tag', undefined), {
    view: 'all',
    channelType: 'sms',
    state: 'all',
    sort: 'oldest',
    unread: true,
  })
})

test('chips show what one can take away', () => {
  assert.deepEqual(chipsOf({ view: 'mine', tag: 'vip', search: 'jane', sort: 'oldest' }, []), { tag: 'vip' })
  assert.deepEqual(chipsOf({ view, unread: true }, saved), {
    tag: 'angry',
    channelType: 'sms',
    state: 'all',
    unread: true,
  })
})

test('what differs from a saved view could be saved', () => {
  assert.equal(isChanged({ view }, saved), false)
  assert.equal(isChanged({ view, tag: 'angry' }, saved), false)
  assert.equal(isChanged({ view, tag: 'calm' }, saved), true)
  assert.equal(isChanged({ view: 'all' }, saved), false)
  assert.equal(isChanged({ view: 'all', tag: 'vip' }, saved), true)
})
