import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readContactsSearch } from './contacts-search.ts'
import { listQuery } from './list-query.ts'

test('what the address says is read, and what cannot be is left out', () => {
  const raw = {
    search: 1415,
    status: '',
    owner: 'a',
    tag: ['vip', 7, null],
    channel: 'fax',
    active: false,
    optedOut: 'yes',
    created: { from: '2026-01-05', to: 'soon' },
    spoken: { from: '', to: '' },
    fields: { plan: 'gold', seats: [2, {}], empty: [] },
    sort: 'name',
    stranger: 1,
  }
  assert.deepEqual(readContactsSearch(raw), {
    search: '1415',
    owner: ['a'],
    tag: ['vip', '7'],
    active: false,
    created: { from: '2026-01-05', to: '' },
    sort: 'name',
    fields: { plan: ['gold'], seats: [2] },
  })
})

test('an address that was read is read the same again', () => {
  const search = readContactsSearch({
    tag: ['vip'],
    created: { from: '2026-01-05', to: '2026-01-06' },
    fields: { a: [true] },
  })
  assert.deepEqual(readContactsSearch({ ...search }), search)
})

test('days are those of whoever looks, from their beginning to their end', () => {
  const { createdDateRange } = listQuery({ created: { from: '2026-01-05', to: '2026-01-05' } })
  const { startDate, endDate } = JSON.parse(createdDateRange ?? '') as { startDate: string; endDate: string }
  assert.equal(new Date(startDate).getHours(), 0)
  assert.equal(new Date(endDate).getTime() - new Date(startDate).getTime(), 24 * 3_600_000 - 1)
})

test('what is named otherwise in the API is asked for by its name there', () => {
  assert.deepEqual(listQuery({ channel: 'sms', messages: 'unread', fields: { plan: ['gold'] }, tag: ['vip'] }), {
    channelType: 'sms',
    messageStatus: 'unread',
    customFilters: '{"plan":["gold"]}',
    tag: ['vip'],
  })
})
