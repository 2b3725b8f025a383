import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { deliveryError } from './errors.ts'
import { parseReceipt } from './receipts.ts'

const providerMessageId = 'SM11111111111111111111111111111111'

test('what was sent, delivered or read is told with the attempt it belongs to', () => {
  for (const status of ['sent', 'delivered', 'read']) {
    assert.deepEqual(parseReceipt(recorded(`receipt-${status}`), 'attempt-1'), {
      kind: 'receipt',
      attemptId: 'attempt-1',
      providerMessageId,
      status,
      providerStatus: status,
    })
  }
})

test('a receipt that lost its attempt is told by the message of the provider alone', () => {
  const receipt = parseReceipt(recorded('receipt-sent'))
  assert.equal(receipt?.providerMessageId, providerMessageId)
  assert.ok(receipt && !('attemptId' in receipt))
})

test('what was not delivered is failed, with the code and a sentence', () => {
  const receipt = parseReceipt(recorded('receipt-undelivered'), 'attempt-1')
  assert.deepEqual([receipt?.status, receipt?.providerStatus], ['failed', 'undelivered'])
  assert.equal(receipt?.error?.code, '30003')
  assert.match(receipt?.error?.message ?? '', /could not be reached/)
})

test('a failure without a code is told by its status', () => {
  for (const status of ['failed', 'undelivered', 'canceled']) {
    const receipt = parse({ MessageStatus: status })
    assert.deepEqual([receipt?.status, receipt?.error?.code], ['failed', status])
    assert.match(receipt?.error?.message ?? '', /^[A-Z].*\.$/)
  }
})

test('what is on its way inside Twilio, or unheard of, is no news', () => {
  for (const status of [
    'queued',
    'accepted',
    'sending',
    'scheduled',
    'partially_delivered',
    'received',
    'constructor',
    '',
  ]) {
    assert.equal(parse({ MessageStatus: status }), undefined, status)
  }
})

test('a receipt of no message is none', () => {
  assert.equal(parseReceipt(new URLSearchParams({ MessageStatus: 'sent' })), undefined)
})

test('the older name of the status is read where the newer is missing', () => {
  assert.equal(parse({ SmsStatus: 'delivered' })?.status, 'delivered')
})

test('an opt-out is marked, whichever code says so', () => {
  assert.equal(parse({ MessageStatus: 'failed', ErrorCode: '21610' })?.error?.isOptOut, true)
  assert.equal(parse({ MessageStatus: 'failed', ErrorCode: '63014' })?.error?.isOptOut, true)
  assert.equal(parse({ MessageStatus: 'failed', ErrorCode: '30003' })?.error?.isOptOut, undefined)
})

test('a channel that cannot send until somebody mends it is marked', () => {
  for (const code of ['20003', '30002', '30032', '30034']) {
    assert.equal(parse({ MessageStatus: 'failed', ErrorCode: code })?.error?.isChannelTrouble, true, code)
  }
  assert.equal(parse({ MessageStatus: 'failed', ErrorCode: '30007' })?.error?.isChannelTrouble, undefined)
})

test('an unknown code is told by its class and in the words of Twilio', () => {
  assert.match(deliveryError('30999', '').message, /carrier did not deliver .* 30999/)
  assert.equal(deliveryError('21999', ' Odd thing. ').message, 'Twilio refused the message (21999): Odd thing.')
  assert.match(deliveryError('20999', 'No.').message, /refused the request \(20999\): No\./)
  assert.match(deliveryError('http_418', '').message, /http_418/)
  assert.ok(deliveryError('21999', 'x'.repeat(10_000)).message.length < 400)
})

function parse(form: Record<string, string>) {
  return parseReceipt(new URLSearchParams({ MessageSid: 'SM1', ...form }))
}

function recorded(name: string): URLSearchParams {
  return new URLSearchParams(readFileSync(new URL(`testdata/${name}.txt`, import.meta.url), 'utf8').trim())
}
