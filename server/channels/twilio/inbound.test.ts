import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { parseInbound } from './inbound.ts'

test('a text is read with its sender, its recipient and every character', () => {
  assert.deepEqual(parseInbound(recorded('inbound-text')), {
    kind: 'inbound',
    providerMessageId: 'SM11111111111111111111111111111111',
    from: '+14158675310',
    to: '+15005550006',
    content: 'Grüße & 100% 👍+\r\nline two',
    attachments: [],
  })
})

test('a STOP that Twilio has answered is told by its keyword', () => {
  assert.equal(parseInbound(recorded('inbound-stop'))?.keyword, 'stop')
  for (const [type, keyword] of [
    ['START', 'start'],
    ['help', 'help'],
    ['OTHER', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(parse({ OptOutType: type })?.keyword, keyword)
  }
})

test('attachments are read in their order, with their types', () => {
  const inbound = parseInbound(recorded('inbound-media'))
  assert.equal(inbound?.content, '')
  assert.deepEqual(
    inbound?.attachments.map(({ url, contentType }) => [url.slice(-4), contentType]),
    [
      ['0000', 'image/jpeg'],
      ['1111', 'application/pdf'],
    ],
  )
})

test('no number of attachments breaks the message or exceeds ten', () => {
  const urls = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`MediaUrl${index}`, `https://a/${index}`]))
  const counts = [
    ['3', 3],
    ['10', 10],
    ['11', 10],
    ['1e9', 1],
    ['-1', 0],
    ['NaN', 0],
    ['', 0],
    ['9'.repeat(400), 10],
  ] as const
  for (const [NumMedia, expected] of counts) {
    assert.equal(parse({ NumMedia, ...urls })?.attachments.length, expected, NumMedia)
  }
})

test('an attachment without an address is left out, and one without a type has the general one', () => {
  const form = { NumMedia: '4', MediaUrl0: 'https://a/0', MediaUrl2: 'javascript:alert(1)', MediaUrl3: 'https://' }
  assert.deepEqual(parse(form)?.attachments, [{ url: 'https://a/0', contentType: 'application/octet-stream' }])
})

test('a message without a sender or without a name is none', () => {
  assert.equal(parse({ MessageSid: ' ' }), undefined)
  assert.equal(parse({ From: '' }), undefined)
  assert.equal(parseInbound(new URLSearchParams()), undefined)
})

test('a message that lacks everything else is still a message', () => {
  assert.deepEqual(parseInbound(new URLSearchParams({ MessageSid: 'SM1', From: '+1' })), {
    kind: 'inbound',
    providerMessageId: 'SM1',
    from: '+1',
    to: '',
    content: '',
    attachments: [],
  })
})

test('characters that no database keeps become replacement characters', () => {
  assert.equal(parse({ Body: 'a\0b' })?.content, 'a\ufffdb')
  assert.equal(
    parseInbound(new URLSearchParams('MessageSid=SM1&From=%2B1&Body=%ED%A0%80x%FF'))?.content.isWellFormed(),
    true,
  )
  assert.equal(parse({ Body: '\ud800x' })?.content, '\ufffdx')
})

function parse(form: Record<string, string>) {
  return parseInbound(new URLSearchParams({ MessageSid: 'SM1', From: '+14158675310', ...form }))
}

function recorded(name: string): URLSearchParams {
  return new URLSearchParams(readFileSync(new URL(`testdata/${name}.txt`, import.meta.url), 'utf8').trim())
}
