import assert from 'node:assert/strict'
import { test } from 'node:test'

import { configurationOf, draftOf, isComplete } from './configuration-draft.ts'
import { credentialFields, settingFields } from './providers.ts'

test('what is set comes back as it was, and what is empty is left out', () => {
  const fields = settingFields.kannel
  const present = { sendUrl: 'http://gateway:13013/cgi-bin/sendsms', hasPrefixes: false, messagesPerSecond: 5 }
  assert.deepEqual(configurationOf(fields, draftOf(fields, present)), present)
  assert.deepEqual(configurationOf(settingFields.twilio, draftOf(settingFields.twilio)), {})
})

test('a form is complete when all that is required is there', () => {
  const fields = credentialFields.messenger
  const draft = draftOf(fields)
  assert.equal(isComplete(fields, draft), false)
  assert.equal(isComplete(fields, { ...draft, pageToken: 'EAAB', appSecret: 'abc' }), true)
})

test('secrets that we make are another each time, and long enough', () => {
  const [one, other] = [draftOf(credentialFields.kannel), draftOf(credentialFields.kannel)]
  assert.notEqual(one['webhookPassword'], other['webhookPassword'])
  assert.match(String(one['webhookPassword']), /^[A-Za-z0-9_-]{16,100}$/)
})
