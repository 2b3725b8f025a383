import assert from 'node:assert/strict'
import { test } from 'node:test'

import { exportUrl } from './export-url.ts'

test('without filters and columns everything is asked for', () => {
  assert.equal(exportUrl({}), '/api/contacts/export')
})

test('a list stands in the address once for each value, and what is not given does not', () => {
  const url = exportUrl({ tag: ['a&b', 'c'], search: undefined, blocked: false }, ['firstName', 'customFields.plan'])
  assert.equal(url, '/api/contacts/export?tag=a%26b&tag=c&blocked=false&columns=firstName&columns=customFields.plan')
})
