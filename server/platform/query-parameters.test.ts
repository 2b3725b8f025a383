import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization } from '../../test/factories.ts'

const { app } = await startApp()

test('a parameter that a list does not know is refused, with the one that may be meant', async () => {
  const ada = await newOrganization(app)
  const cases: Array<[url: string, said: RegExp]> = [
    ['/api/contacts?Status=Lost', /no parameter Status here: did you mean status\?/],
    ['/api/contacts?assignees=x', /did you mean assignee\?/],
    ['/api/contacts?owner[]=x', /no parameter owner\[\] here: did you mean owner\?/],
    ['/api/conversations?unassigned=true', /did you mean assignee\? What is taken: /],
    ['/api/contacts?constructor=1', /no parameter constructor here\. What is taken: page, size, cursor, /],
    [`/api/contacts?${'x'.repeat(5000)}=1`, /^There is no parameter x{50} here\./],
  ]
  for (const [url, said] of cases) {
    const answer = await ada.call('GET', url)
    assert.deepEqual([answer.statusCode, answer.json().error.code], [400, 'unknown_parameter'], answer.body)
    assert.match(answer.json().message, said)
  }
  const changed = await ada.call('POST', '/api/pipelines?typ=Application', { stages: ['A'] })
  assert.equal(changed.statusCode, 400)
})

test('what says the page, the organization or nothing is taken everywhere; what takes no parameters takes any', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  const urls = [
    '/api/contacts?page=1&limit=5&skip=0&_=17',
    `/api/contact-notes?contactId=${_id}&page=1&organizationId=${ada.user.organizationId}`,
    `/api/contacts/${_id}?v=2`,
  ]
  for (const url of urls) assert.equal((await ada.call('GET', url)).statusCode, 200, url)
})

test('a provider may add parameters to the address of its webhook', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/webhook/twilio/sms-status?organization=x&channel=y&edge=1',
  })
  assert.notEqual(answer.json().error?.code, 'unknown_parameter')
})
