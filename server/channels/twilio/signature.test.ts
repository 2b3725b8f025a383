import assert from 'node:assert/strict'
import { test } from 'node:test'

import twilio from 'twilio'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'

import { isSigned } from './signature.ts'

const token = '12345'
const address = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const call = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675310',
  Digits: '1234',
  From: '+14158675310',
  To: '+18005551212',
}

test('the signature of the documentation is accepted', () => {
  assert.ok(isSigned(token, address, new URLSearchParams(call), 'GvWf1cFY/Q7PnoempGyD5oXAezc='))
})

test('another token, address, value or name, one field more or less, and no signature are refused', () => {
  const signature = 'GvWf1cFY/Q7PnoempGyD5oXAezc='
  const { Digits: _, ...less } = call
  assert.equal(isSigned('12346', address, new URLSearchParams(call), signature), false)
  assert.equal(isSigned(token, `${address}&baz=3`, new URLSearchParams(call), signature), false)
  assert.equal(isSigned(token, address, new URLSearchParams({ ...call, Digits: '1235' }), signature), false)
  assert.equal(isSigned(token, address, new URLSearchParams({ ...call, More: '1' }), signature), false)
  assert.equal(isSigned(token, address, new URLSearchParams(less), signature), false)
  for (const wrong of [undefined, '', 'x', signature.slice(1), `${signature} `, 'ü'.repeat(28)]) {
    assert.equal(isSigned(token, address, new URLSearchParams(call), wrong), false, String(wrong))
  }
})

test('without a token nothing is signed', () => {
  const signature = getExpectedTwilioSignature('', address, call)
  assert.equal(isSigned('', address, new URLSearchParams(call), signature), false)
})

test('whatever the official package signs is accepted', () => {
  const forms: Array<Record<string, string | string[]>> = [
    {},
    { Body: '' },
    { Body: 'Grüße & 100% 👍+\r\n"two"', From: '+4915112345678' },
    { b: '1', B: '2', a: '3', A: '4', _: '5', '0': '6', ä: '7', ß: '8' },
    { MessageSid: 'SM1', Messagesid: 'x', messageSid: 'y', 'Message Sid': 'z' },
    { MediaUrl: ['https://b', 'https://a', 'https://b'], One: ['only'], Empty: ['', 'x', ''] },
    { Emoji: ['😀', '｡', 'z'], '😀': '1', '｡': '2' },
  ]
  for (const form of forms) {
    const signature = getExpectedTwilioSignature(token, address, form)
    assert.ok(isSigned(token, address, asSent(form), signature), JSON.stringify(form))
  }
})

test('the address is accepted with and without its port, as the official package accepts it', () => {
  const bare = 'https://crm.example.com/api/webhook?a=b%20c&d=%C3%BC'
  const addresses = [bare, withPort(bare, ':443'), withPort(bare, ':8443'), bare.replace('https', 'http')]
  for (const configured of [
    ...addresses,
    'http://[::1]:3000/x',
    'http://[::1]/x',
    'https://crm.example.com?x=1',
    'https://crm.example.com',
  ]) {
    for (const signed of [...addresses, withPort(bare, ':80'), 'http://[::1]/x', 'http://[::1]:80/x']) {
      const signature = getExpectedTwilioSignature(token, signed, call)
      const official = twilio.validateRequest(token, signature, configured, call)
      const ours = isSigned(token, configured, new URLSearchParams(call), signature)
      // What Twilio signs as it was configured is accepted here too, also where the official package takes the port away.
      assert.equal(ours, official || signed === configured, `${configured} signed as ${signed}`)
    }
  }
})

function withPort(url: string, port: string): string {
  return url.replace('example.com', `example.com${port}`)
}

function asSent(form: Record<string, string | string[]>): URLSearchParams {
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().map((each) => [name, each] as [string, string]),
  )
  return new URLSearchParams(new URLSearchParams(pairs).toString())
}
