import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import { builtDashboard } from '../../dashboard/build.ts'
import { startApp } from '../../test/app.ts'

await builtDashboard()
const { app } = await startApp()

test('every address of the dashboard is the same page, whose scripts come from here alone', async () => {
  const pages = await Promise.all(
    ['/', '/inbox/6b0322202935dcd85525a9dd', '/settings/users'].map((url) => app.inject(url)),
  )
  for (const { statusCode, headers, body } of pages) {
    assert.equal(statusCode, 200)
    assert.match(
      String(headers['content-security-policy']),
      /default-src 'none'; script-src 'self';.*frame-ancestors 'none'/,
    )
    assert.doesNotMatch(body, /<script(?![^>]*src=)|\son\w+=/)
    assert.equal(body, pages[0]!.body)
  }
  assert.equal((await app.inject('/nowhere')).statusCode, 404)
})

test('under a path of a proxy everything is asked for there', async () => {
  const other = await startApp({ config: { publicUrl: 'https://example.com/crm' } })
  assert.match((await other.app.inject('/inbox')).body, /<base href="\/crm\/" \/>/)
})

test('what is sent often is packed as its reader takes it, and kept for ever', async () => {
  const [, script] = /src="\.\/(assets\/[\w.-]+\.js)"/.exec((await app.inject('/')).body)!
  const ask = (encoding: string) => app.inject({ url: `/${script}`, headers: { 'accept-encoding': encoding } })
  const [plain, brotli, gzip] = await Promise.all(['identity', 'gzip, deflate, br', 'gzip;q=1.0'].map(ask))
  assert.equal(plain!.headers['content-encoding'], undefined)
  assert.deepEqual([brotli!.headers['content-encoding'], gzip!.headers['content-encoding']], ['br', 'gzip'])
  assert.deepEqual(brotliDecompressSync(brotli!.rawPayload), plain!.rawPayload)
  assert.deepEqual(gunzipSync(gzip!.rawPayload), plain!.rawPayload)
  for (const { headers } of [plain!, brotli!, gzip!]) {
    assert.match(String(headers['cache-control']), /immutable/)
    assert.equal(headers['vary'], 'accept-encoding')
  }
})

test('a file that is not there is not there, and nothing above the folder is', async () => {
  for (const url of ['/assets/nothing.js', '/assets/..%2findex.html', '/assets/.packed', '/assets/x.exe']) {
    const answer = await app.inject(url)
    assert.deepEqual([answer.statusCode, answer.headers['cache-control']], [404, 'no-store'])
  }
})

test('what is sent is answered once', async (t) => {
  const warned = t.mock.method(app.log, 'warn')
  for (const url of ['/service-worker.js', '/theme-boot.js', '/icon-192.png', '/assets/nothing.js'])
    await app.inject(url)
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.deepEqual(
    warned.mock.calls.map(({ arguments: [problem] }) => String((problem as { err?: unknown }).err)),
    [],
  )
})
