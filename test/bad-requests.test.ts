import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { afterEach, test } from 'node:test'

import { startApp } from './app.ts'
import { assertRefused } from './bad-input/refused.ts'
import { readRaw, sendAndHangUp, sendRaw } from './bad-input/raw.ts'
import { newOrganization } from './factories.ts'
import { dumpOf } from './routes/dump.ts'

const server = await startApp()
const { app } = server
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo
const url = `http://127.0.0.1:${port}`

const admin = await newOrganization(app)
const authorization = `Bearer ${admin.token}`
await admin.call('GET', '/api/event-logs')
const untouched = await dumpOf(server.databaseUrl)

afterEach(async () => {
  const health = await fetch(`${url}/api/health`)
  assert.deepEqual([health.status, await health.json()], [200, { status: 'ok' }])
  assert.deepEqual(await dumpOf(server.databaseUrl), untouched)
})

const head = `POST /api/contact HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\n`

const unreadable: Record<string, string | Buffer> = {
  'a word': 'nonsense\r\n\r\n',
  'an unknown method': 'FOO / HTTP/1.1\r\nHost: x\r\n\r\n',
  'an unknown version': 'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
  'a header without a colon': 'GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n',
  'a NUL in a header': 'GET / HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n',
  'a space in the path': 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n',
  'a header of 20 KB': `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
  'a query of 100 KB': `GET /api/contacts?search=${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  'a negative length': `${head}Content-Length: -1\r\n\r\n{}`,
  'two lengths': `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
  'a length and chunks': `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  'a chunk of no size': `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  'the hello of TLS': Buffer.from('16030100f8010000f40303', 'hex'),
  'random bytes': Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 7919 + 13) % 256)),
}

for (const [what, bytes] of Object.entries(unreadable)) {
  test(`what is no HTTP request is told so, and hung up on: ${what}`, async () => {
    assertRefused(readRaw(await sendRaw(port, bytes)), what)
  })
}

test('who hangs up in the middle of a request leaves nothing behind', async () => {
  const body = JSON.stringify({ phoneNumber: '+14155550100' })
  await sendAndHangUp(port, '')
  await sendAndHangUp(port, 'POST /api/cont')
  await sendAndHangUp(port, `${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, -5)}`)
  await sendAndHangUp(port, `${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}`)
})

test('10 MB are refused, with their length and without', async () => {
  const whole = JSON.stringify({ content: 'x'.repeat(10_000_000) })
  const stream = new Blob([whole]).stream()
  for (const body of [whole, stream]) {
    const headers = { authorization, 'content-type': 'application/json' }
    const answer = await fetch(`${url}/api/contact`, { method: 'POST', headers, body, duplex: 'half' })
    assertRefused({ statusCode: answer.status, body: await answer.text() }, '10 MB')
    assert.equal(answer.status, 413)
  }
})

test('bytes that are no UTF-8, or packed, are no JSON', async () => {
  for (const bytes of [
    Buffer.from('{"a":"\xff\xfe"}', 'latin1'),
    Buffer.from([0x1f, 0x8b, 8, 0, 0]),
    Buffer.from([0xff, 0xfe, 0x7b]),
  ]) {
    const answer = await sendRaw(
      port,
      Buffer.concat([Buffer.from(`${head}Connection: close\r\nContent-Length: ${bytes.length}\r\n\r\n`), bytes]),
    )
    assertRefused(readRaw(answer), bytes.toString('hex'))
  }
})

const badPaths = [
  '/api/conversation/%zz',
  '/api/contacts/%E0%A4%A',
  '/%',
  '/api/contacts/%00',
  `/api/contacts/${'a'.repeat(5000)}`,
  '/api/contacts/..%2f..%2fetc%2fpasswd',
  '/api/docs/static/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
  '/api/docs/static/%00',
  '/api/nothing',
  '/api/contacts?page=1&page=2',
  '/api/contacts?size=1e9',
  '/api/contacts?search=%00',
  `/api/contacts?search=${'a'.repeat(8000)}`,
  '/api/contacts?cursor=nonsense',
]

test('paths and queries that lead nowhere are refused', async () => {
  for (const path of badPaths) {
    const raw = await sendRaw(
      port,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
    )
    assertRefused(readRaw(raw), path.slice(0, 60))
  }
})

test('methods that nothing answers to are refused', async () => {
  for (const method of ['TRACE', 'PROPFIND', 'PATCH', 'OPTIONS', 'LINK', 'DELETE']) {
    const raw = await sendRaw(
      port,
      `${method} /api/contacts HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
    )
    assertRefused(readRaw(raw), method)
  }
})

test('cursors that no list answered with are refused', async () => {
  const parts = [
    [],
    ['x'],
    [1, 2],
    ['\0'],
    ['\0', '\0'],
    ['2025-01-01', '\0'],
    ['-271821-04-20T00:00:00.000Z', 'x'],
    ['never', 'x'],
    [{}],
    {},
  ]
  const lists = ['/api/contacts?', '/api/messages?status=queued&', '/api/simulator/messages?']
  for (const list of lists) {
    const isByTime = list === lists[0]
    for (const part of parts.filter((each) => isByTime || JSON.stringify(each) !== '["x"]')) {
      const cursor = Buffer.from(JSON.stringify(part)).toString('base64url')
      assertRefused(await admin.call('GET', `${list}cursor=${cursor}`), `${list} ${JSON.stringify(part)}`)
    }
  }
})

test('a range of days that do not exist is refused', async () => {
  const ranges = [
    '',
    '[]',
    '12',
    'null',
    '{"startDate":"2025-02-30"}',
    '{"endDate":"2025-13-01"}',
    '{"startDate":12}',
    '{"startDate":"2025-01-01T25:00"}',
    '{"startDate":{"a":1}}',
    '{"endDate":"tomorrow"}',
    '{"endDate":"\\u0000"}',
  ]
  for (const range of ranges.slice(1)) {
    assertRefused(await admin.call('GET', `/api/contacts?dateRange=${encodeURIComponent(range)}`), range)
  }
})

test('keys that name a prototype name nothing', async () => {
  const texts = [
    '{"__proto__":{"phoneNumber":"+14155550100"}}',
    '{"constructor":{"prototype":{"phoneNumber":"+14155550100"}}}',
    '{"phoneNumber":{"__proto__":"+14155550100"}}',
  ]
  const headers = { authorization, 'content-type': 'application/json' }
  for (const payload of texts) {
    assertRefused(await app.inject({ method: 'POST', url: '/api/contact', headers, payload }), payload)
  }
  assert.equal(({} as { phoneNumber?: string }).phoneNumber, undefined)
})

test('forms that no provider signed are refused, whatever they hold', async () => {
  const forms = [
    '',
    '%',
    'To=%zz',
    'To=%00&From=%00',
    'MessagingServiceSid=%00',
    'To=%ED%A0%80',
    '&&&&',
    'To='.repeat(10_000),
  ]
  for (const path of [
    '/api/webhook/twilio/sms',
    '/api/webhook/twilio/sms-status',
    `/api/webhook/twilio/sms-status?organization=x&channel=%27`,
  ]) {
    for (const payload of forms) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'nonsense' }
      const answer = await app.inject({ method: 'POST', url: path, headers, payload })
      assertRefused(answer, `${path} ${payload.slice(0, 40)}`)
      assert.equal(answer.statusCode, 403)
    }
  }
})

test('headers that mean nothing are refused, or ignored', async () => {
  for (const key of ['', 'é', 'x'.repeat(256)]) {
    const answer = await admin.call('POST', '/api/contact', { phoneNumber: '+14155550100' }, { 'idempotency-key': key })
    assertRefused(answer, `Idempotency-Key ${key}`)
  }
  const forwarded = await app.inject({
    url: '/api/health',
    headers: { 'x-forwarded-for': 'nonsense, ::, 999.1.1.1', host: '[' },
  })
  assert.equal(forwarded.statusCode, 200)
})
