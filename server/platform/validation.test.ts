import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newNumber, newOrganization } from '../../test/factories.ts'
import { requirementOf } from './schemas.ts'

const { app } = await startApp()

test('what is wrong with a field is said in words that its sender can act on', async () => {
  const ada = await newOrganization(app)
  const phoneNumber = newNumber()
  const reminder = { contactId: ada.user.id, reminderDate: '2999-01-01T00:00:00Z' }
  const cases: Array<[string, string, object | undefined, string]> = [
    ['POST', '/api/contact', {}, 'phoneNumber is required.'],
    ['POST', '/api/contact', { phoneNumber: 5 }, 'phoneNumber must be text.'],
    ['POST', '/api/contact', { phoneNumber, isAutopilot: 'yes' }, 'isAutopilot must be true or false.'],
    ['POST', '/api/contact', { phoneNumber, email: 'jane@' }, 'email must be an email address.'],
    ['POST', '/api/contact', { phoneNumber, firstName: 5 }, 'firstName must be text or null.'],
    ['POST', '/api/contact', { phoneNumber, assignees: 'me' }, 'assignees must be a list.'],
    ['POST', '/api/contact', { phoneNumber, userId: 'me' }, 'userId must be an id: 24 lowercase hex digits.'],
    ['POST', '/api/reminders', { ...reminder, note: ' ' }, 'note must not be empty.'],
    ['POST', '/api/departments', { name: '' }, 'name must not be empty.'],
    ['POST', '/api/departments', { name: 'x'.repeat(201) }, 'name may have 200 characters at most.'],
    ['GET', '/api/contacts?page=0', undefined, 'page must be 1 or more.'],
    ['GET', '/api/contacts?size=many', undefined, 'size must be a whole number.'],
  ]
  for (const [method, url, body, expected] of cases) {
    const answer = await ada.call(method, url, body)
    assert.deepEqual([answer.statusCode, answer.json().error.message], [400, expected])
  }
})

test('every pattern that a request must fit is said in words as well', async () => {
  const patterns = new Set<string>()
  const { paths } = (await app.inject({ url: '/api/openapi.json' })).json()
  collectPatterns(Object.values(paths), patterns)
  assert.ok(patterns.size > 5)
  assert.deepEqual(
    [...patterns].filter((pattern) => requirementOf(pattern) === undefined),
    [],
  )
})

function collectPatterns(schema: unknown, patterns: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return
  for (const [name, each] of Object.entries(schema)) {
    if (name === 'pattern' && typeof each === 'string') patterns.add(each)
    collectPatterns(each, patterns)
  }
}

test('where nothing of the body is required, it may be left out', async () => {
  const ada = await newOrganization(app)
  const left = await ada.call('POST', '/api/contacts/counts')
  assert.equal(left.statusCode, 200, left.body)
  assert.equal((await ada.call('POST', '/api/contact')).json().error.details[0].field, 'body')
})
