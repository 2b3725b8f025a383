import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { builtWidget } from './build.ts'

const dist = await builtWidget()
const assets = readdirSync(path.join(dist, 'assets')).filter((name) => name.startsWith('frame'))
const loader = read('widget.js')
const panel = assets.map((name) => read(`assets/${name}`)).join('')

test('the loader weighs at most 5 kB, the panel with its style 60 kB, gzipped', (t) => {
  const sizes = [gzipSync(loader).length, gzipSync(panel).length]
  t.diagnostic(`loader ${sizes[0]} bytes, panel ${sizes[1]} bytes`)
  assert.ok(sizes[0]! <= 5000, `the loader: ${sizes[0]}`)
  assert.ok(sizes[1]! <= 60_000, `the panel: ${sizes[1]}`)
})

test('built from the same sources it is not built again', async () => {
  const before = statSync(path.join(dist, 'widget.js'))
  await builtWidget()
  assert.equal(statSync(path.join(dist, 'widget.js')).ino, before.ino)
})

test('nothing in it asks a third origin, or needs a policy that allows inline scripts, styles or eval', () => {
  const named = [...(loader + panel).matchAll(/https?:\/\/[\w.-]+/g)].map(([url]) => url)
  assert.deepEqual(
    [...new Set(named)].filter((url) => !url.startsWith('http://www.w3.org')),
    [],
  )
  assert.doesNotMatch(loader + panel, /\beval\(|new Function|innerHTML\s*=[^=]*["'`]<|@font-face|@import/)
  for (const page of ['frame.html', 'demo.html']) {
    assert.doesNotMatch(read(page), /<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/)
  }
})

test('the pages name their files where the server has them', () => {
  const named = [...read('frame.html').matchAll(/(?:src|href)="\/widget\/(assets\/[^"]+)"/g)].map(([, file]) => file!)
  assert.equal(named.length, 2)
  for (const file of named) assert.ok(read(file).length > 0)
  assert.match(read('demo.html'), /src="\/widget.js" data-webchat="%WEBCHAT_KEY%"/)
})

function read(file: string): string {
  return readFileSync(path.join(dist, file), 'utf8')
}
