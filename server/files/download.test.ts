import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newOrganization } from '../../test/factories.ts'
import { pathOf, picture, upload } from '../../test/files.ts'
import { createLinks } from './links.ts'

const { app, config, storage } = await startApp()
const ada = await newOrganization(app)
const { organizationId } = ada.user
const links = createLinks(config.jwtSecret, config.publicUrl)

function read(url: string, headers: Record<string, string> = {}) {
  return app.inject({ url, headers })
}

test('a link needs no log-in, and a browser is told to run nothing of what it gets', async () => {
  const bytes = await picture()
  const { signedUrl } = await upload(ada, bytes, 'photo.png')
  assert.ok(signedUrl.startsWith('http://tether.test/api/files/'))
  const { statusCode, headers, rawPayload } = await read(pathOf(signedUrl))
  assert.deepEqual([statusCode, rawPayload], [200, bytes])
  assert.equal(headers['content-type'], 'image/png')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'")
  assert.equal(headers['content-disposition'], `inline; filename="photo.png"; filename*=UTF-8''photo.png`)
})

test('what a browser could run or lay out is saved, and named as nothing it knows', async () => {
  for (const content of [
    '<!doctype html><script>alert(1)</script>',
    '<svg><script/></svg>',
    '<?xml version="1.0"?><a/>',
  ]) {
    const { signedUrl } = await upload(ada, Buffer.from(content), 'page.html')
    const { headers } = await read(pathOf(signedUrl))
    assert.equal(headers['content-type'], 'application/octet-stream')
    assert.match(String(headers['content-disposition']), /^attachment;/)
    assert.match(String(headers['content-security-policy']), /sandbox/)
  }
})

test('a name of any letters is sent in a header', async () => {
  const { signedUrl } = await upload(ada, Buffer.from('text'), 'Prüfung (1)% 日本.txt')
  const { headers } = await read(pathOf(signedUrl))
  const [, encoded = ''] = /filename\*=UTF-8''(\S+)$/.exec(String(headers['content-disposition'])) ?? []
  assert.equal(decodeURIComponent(encoded), 'Prüfung (1)% 日本.txt')
})

test('a range is answered with that part, and one past the end with how long the file is', async () => {
  const { signedUrl } = await upload(ada, Buffer.from('0123456789'), 'digits.txt')
  const url = pathOf(signedUrl)
  for (const [range, part, bounds] of [
    ['bytes=0-3', '0123', '0-3'],
    ['bytes=4-', '456789', '4-9'],
    ['bytes=-2', '89', '8-9'],
    ['bytes=8-100', '89', '8-9'],
    ['bytes=-100', '0123456789', '0-9'],
  ] as const) {
    const answer = await read(url, { range })
    assert.deepEqual([answer.statusCode, answer.body], [206, part], range)
    assert.equal(answer.headers['content-range'], `bytes ${bounds}/10`)
    assert.equal(answer.headers['content-length'], String(part.length))
  }
  for (const range of ['bytes=10-', 'bytes=-0']) {
    const past = await read(url, { range })
    assert.deepEqual([past.statusCode, past.headers['content-range']], [416, 'bytes */10'], range)
  }
  for (const range of ['bytes=3-2', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=-', 'nonsense']) {
    const whole = await read(url, { range })
    assert.deepEqual([whole.statusCode, whole.body], [200, '0123456789'], range)
  }
})

test('HEAD says how long it is', async () => {
  const { signedUrl } = await upload(ada, Buffer.from('0123456789'), 'digits.txt')
  const { statusCode, headers, body } = await app.inject({ method: 'HEAD', url: pathOf(signedUrl) })
  assert.deepEqual([statusCode, headers['content-length'], body], [200, '10', ''])
})

test('a link that was changed anywhere, or signed by another, leads nowhere', async () => {
  const { signedUrl, key } = await upload(ada, Buffer.from('a secret'))
  const link = signedUrl.split('/').at(-1)!
  const bytes = Buffer.from(link, 'base64url')
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes)
    changed[index]! ^= 1
    const answer = await read(`/api/files/${changed.toString('base64url')}`)
    assert.equal(answer.statusCode, 404, `byte ${index}`)
  }
  const { url } = createLinks('another secret', config.publicUrl).to({ organizationId, id: key })
  assert.equal((await read(pathOf(url))).statusCode, 404)
  assert.equal((await read(`/api/files/${link.slice(0, -4)}`)).statusCode, 404)
  assert.equal((await read(`/api/files/${key}`)).statusCode, 400)
})

test('a link ends when it was said to, and not before', async (t) => {
  const { key, signedUrl } = await upload(ada, Buffer.from('a secret'))
  const { url, expiresAt } = links.to({ organizationId, id: key })
  assert.equal(url, signedUrl)
  const remaining = expiresAt.getTime() - Date.now()
  assert.ok(remaining >= 3_600_000 && remaining <= 7_200_000)
  t.mock.timers.enable({ apis: ['Date'], now: expiresAt.getTime() - 1 })
  assert.equal((await read(pathOf(url))).statusCode, 200)
  t.mock.timers.setTime(expiresAt.getTime())
  const expired = await read(pathOf(url))
  assert.deepEqual([expired.statusCode, expired.json().error.code], [410, 'link_expired'])
})

test('a file that the storage has lost is an error with an id, before any of it is sent', async () => {
  const { signedUrl, key } = await upload(ada, Buffer.from('0123456789'))
  await storage.remove(`${organizationId}/${key}`)
  for (const headers of [{}, { range: 'bytes=0-3' }]) {
    const lost = await read(pathOf(signedUrl), headers)
    assert.deepEqual([lost.statusCode, lost.json().error.code], [500, 'internal_error'])
  }
})

test('a link to a thumbnail that was never made leads nowhere', async () => {
  const { key } = await upload(ada, await picture())
  const { url } = links.to({ organizationId, id: key }, { isThumbnail: true })
  assert.equal((await read(pathOf(url))).statusCode, 404)
})
