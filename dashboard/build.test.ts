import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { builtDashboard } from './build.ts'
import { chunksIn, entry, inboxParts, scriptsOf, threadParts, weigh } from './weight.ts'

const dist = await builtDashboard()
const chunks = chunksIn(dist)
const mostInitial = 200_000
const mostMoreForThread = 120_000

test('the scripts of sign-in and of the inbox weigh at most 200 kB, a thread and its contact 120 kB more, gzipped', (t) => {
  const inbox = scriptsOf(chunks, inboxParts)
  const signIn = scriptsOf(chunks, [entry, 'shell/sign-in-page.tsx'])
  const thread = scriptsOf(chunks, threadParts).difference(inbox)
  const weights = { inbox: weigh(dist, inbox), signIn: weigh(dist, signIn), thread: weigh(dist, thread) }
  t.diagnostic(JSON.stringify(weights))
  assert.ok(weights.inbox <= mostInitial, `the inbox: ${weights.inbox}`)
  assert.ok(weights.signIn <= mostInitial, `signing in: ${weights.signIn}`)
  assert.ok(weights.thread <= mostMoreForThread, `the thread: ${weights.thread}`)
})

test('every page is a script of its own, which the entry does not bring along', () => {
  const router = readFileSync(path.join(import.meta.dirname, 'shell/router.tsx'), 'utf8')
  const components = [...router.matchAll(/component: ([^,\n]+)/g)].map(([, value]) => value!)
  assert.deepEqual(
    components.filter((value) => !value.startsWith('lazyRouteComponent(')),
    // What stands around all pages.
    ['Frame'],
  )
  const pages = [...router.matchAll(/import\('([^']+)'\)/g)].map(([, file]) => path.posix.join('shell', file!))
  assert.ok(pages.length >= components.length - 1)
  const first = scriptsOf(chunks, [entry])
  for (const page of pages) {
    assert.equal(chunks[page]?.isDynamicEntry, true, page)
    assert.ok(!first.has(chunks[page].file), page)
  }
})

test('built from the same sources it is not built again', async () => {
  const before = statSync(path.join(dist, entry))
  await builtDashboard()
  assert.equal(statSync(path.join(dist, entry)).ino, before.ino)
})
