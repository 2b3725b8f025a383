import assert from 'node:assert/strict'
import { test } from 'node:test'

import { askingOf, domainsIn, withAsking } from './settings-draft.ts'

test('domains are read as people paste them', () => {
  assert.deepEqual(domainsIn('https://Example.com/shop\n*.example.com, localhost:8080\n\nexample.com'), [
    'example.com',
    '*.example.com',
    'localhost:8080',
  ])
})

test('questions keep their order, however they are switched on', () => {
  const none = { isOn: true, fields: [], consent: null }
  const form = withAsking(withAsking(none, 'phone', 'optional'), 'name', 'required')
  assert.deepEqual(form.fields, [
    { name: 'name', isRequired: true },
    { name: 'phone', isRequired: false },
  ])
  assert.equal(askingOf(form, 'email'), 'not')
  assert.deepEqual(withAsking(form, 'name', 'not').fields, [{ name: 'phone', isRequired: false }])
})
