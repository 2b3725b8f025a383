import assert from 'node:assert/strict'
import { test } from 'node:test'

import { builtWidget } from '../widget/build.ts'
import { until } from './factories.ts'
import { launch, skip } from './widget/browser.ts'
import { newVisitor, thread, writes } from './widget/visitor.ts'
import type { Visitor } from './widget/visitor.ts'

const dist = await builtWidget()
const browser = await launch()

const sessionCall = ({ fake }: Visitor) => `POST /${fake.key}/sessions`
const sessionCalls = (visitor: Visitor) =>
  visitor.fake.calls
    .filter(({ path }) => path === sessionCall(visitor))
    .map(({ body }) => body as { identity?: string })

/** Answered only when that is called. */
function hold({ fake }: Visitor, call: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  fake.holds.set(call, promise)
  return () => {
    fake.holds.delete(call)
    resolve()
  }
}

test('a page that changes its own address is told of', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, page } = visitor
  await visitor.bubble.click()
  await until(async () => fake.sockets.size === 1, 'the socket')
  await page.evaluate("history.pushState({}, '', '/teapots'); document.title = 'Teapots'")
  const told = () => fake.frames.filter(({ type }) => type === 'page').map(({ url, title }) => [url, title])
  await until(
    async () => told().some(([url, title]) => url === `${visitor.url}/teapots` && title === 'Teapots'),
    'the page',
  )
})

test('where the page was while there was no connection is told when there is one', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, page } = visitor
  await visitor.bubble.click()
  await until(async () => fake.sockets.size === 1, 'the socket')
  await visitor.context.setOffline(true)
  for (const socket of fake.sockets) socket.terminate()
  await page.evaluate("history.pushState({}, '', '/kettles')")
  await new Promise((resolve) => setTimeout(resolve, 1200))
  await visitor.context.setOffline(false)
  await until(async () => fake.frames.some(({ url }) => String(url).endsWith('/kettles')), 'the page')
})

test('a server that is slow, or out of order for a moment, costs no button', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, page, bubble } = visitor
  await bubble.waitFor()
  const settings = `GET /${fake.key}`
  await page.evaluate('localStorage.clear()')
  fake.refusals.set(settings, { status: 503, code: 'unavailable', message: 'Later.' })
  const before = fake.calls.length
  await page.clock.install()
  await page.reload()
  await until(async () => fake.calls.length > before, 'the first try')
  await page.clock.fastForward(25_000)
  fake.refusals.clear()
  await page.clock.fastForward(25_000)
  await bubble.click()
  await visitor.field.waitFor()
})

test('a page that brings the script twice, or throws the button away, has one', { skip }, async (t) => {
  const script = (url: string, key: string) => `<script src="${url}/widget.js" data-webchat="${key}"></script>`
  const visitor = await newVisitor(t, browser!, dist, { tags: ({ url, key }) => script(url, key) + script(url, key) })
  const { page, bubble } = visitor
  await bubble.first().waitFor()
  await page.waitForLoadState('load')
  assert.equal(await bubble.count(), 1)
  await page.evaluate("document.body.replaceWith(document.createElement('body'))")
  await bubble.waitFor()
  await bubble.click()
  await visitor.field.waitFor()
})

test('no style of the page hides the button or moves it', { skip }, async (t) => {
  const { page, bubble } = await newVisitor(t, browser!, dist)
  await bubble.waitFor()
  const place = await bubble.boundingBox()
  await page.evaluate(`
    const hostile = new CSSStyleSheet()
    hostile.replaceSync('* { display: none !important } html, body { display: block !important }' +
      'div { transform: scale(.2) !important; opacity: 0 !important; filter: blur(9px) !important; contain: strict !important }')
    document.adoptedStyleSheets = [hostile]
  `)
  assert.equal(await bubble.isVisible(), true)
  assert.deepEqual(await bubble.boundingBox(), place)
  assert.equal(await page.evaluate('getComputedStyle(document.body.lastElementChild).opacity'), '1')
})

test('what somebody else left unsent in this browser is not sent as one’s own', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, page, panel, bubble } = visitor
  await bubble.click()
  await visitor.field.waitFor()
  fake.refusals.set('POST /messages', { status: 503, code: 'unavailable', message: 'Later.' })
  await writes(visitor, 'The secret of the one before')
  await panel.getByText('Waiting to be sent').waitFor()
  fake.isAnother = true
  await page.reload()
  await until(async () => fake.sessions.length === 2, 'the next one')
  fake.refusals.clear()
  await bubble.click()
  await writes(visitor, 'Hello')
  await panel.getByText('Sent', { exact: true }).waitFor()
  assert.deepEqual(await thread(visitor), ['Hello'])
  assert.deepEqual(
    fake.messages.map(({ content }) => content),
    ['Hello'],
  )
})

test('who is named while the visit begins is that person all the same', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  await visitor.bubble.waitFor()
  const goOn = hold(visitor, sessionCall(visitor))
  await visitor.bubble.click()
  await until(async () => sessionCalls(visitor).length === 1, 'the first call')
  await visitor.page.evaluate("tether('identify', 'a.b.c')")
  // What the page says comes after what it has said before.
  await visitor.panel.locator('body').evaluate('new Promise((done) => setTimeout(done))')
  goOn()
  await until(async () => sessionCalls(visitor).some(({ identity }) => identity === 'a.b.c'), 'the name')
})

test('who logs out while the visit begins is not logged in by its answer', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, page } = visitor
  await visitor.bubble.waitFor()
  const goOn = hold(visitor, sessionCall(visitor))
  await visitor.bubble.click()
  await until(async () => sessionCalls(visitor).length === 1, 'the first call')
  await page.evaluate("tether('close'); tether('reset')")
  await visitor.panel.locator('body').evaluate('new Promise((done) => setTimeout(done))')
  goOn()
  await visitor.bubble.click()
  await until(async () => fake.sessions.length === 2, 'another session')
  await visitor.field.waitFor()
  const kept = async () => JSON.parse(String(await page.evaluate(`localStorage['tether:${fake.key}']`))).webchatId
  await until(async () => (await kept()) === fake.sessions[1], 'the other session to be kept')
})

test('what was asked for the one before is not shown to the next', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, page, panel } = visitor
  await visitor.bubble.click()
  await writes(visitor, 'A secret')
  await panel.getByText('Sent', { exact: true }).waitFor()
  await page.evaluate("tether('close')")
  const goOn = hold(visitor, 'GET /messages')
  const asked = fake.calls.length
  for (const socket of fake.sockets) socket.terminate()
  await until(async () => fake.calls.slice(asked).some(({ path }) => path === 'GET /messages'), 'what is asked')
  await page.evaluate("tether('reset')")
  await visitor.panel.locator('body').evaluate('new Promise((done) => setTimeout(done))')
  fake.isAnother = true
  fake.messages.length = 0
  goOn()
  await visitor.bubble.click()
  await visitor.field.waitFor()
  assert.deepEqual(await thread(visitor), [])
})

test('a message that may not be sent as it is ends nothing but itself', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, panel } = visitor
  await visitor.bubble.click()
  await visitor.field.waitFor()
  fake.refusals.set('POST /messages', { status: 403, code: 'files_off', message: 'Files cannot be sent here.' })
  await writes(visitor, 'With a file')
  await panel.getByText('Files cannot be sent here.').waitFor()
  fake.refusals.clear()
  await writes(visitor, 'Without')
  await until(async () => fake.messages.length === 1, 'the other one')
})

test('a browser whose storage is full, or holds nonsense, chats all the same', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, page } = visitor
  await visitor.bubble.waitFor()
  await page.evaluate(`
    localStorage['tether:${fake.key}'] = '{"webchatId":[]}'
    localStorage['tether:${fake.key}:waiting:one'] = '{"clientId":7}'
    localStorage['tether:${fake.key}:waiting:two'] = 'null'
    localStorage['tether:${fake.key}:look'] = '{"color":1}'
  `)
  await page.reload()
  await visitor.bubble.waitFor()
  await page.evaluate("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
  await visitor.bubble.click()
  await writes(visitor, 'Hello')
  await visitor.panel.getByText('Sent', { exact: true }).waitFor()
  assert.equal(fake.sessions.length, 1)
  assert.deepEqual(visitor.problems, [])
})

test('who writes when nobody is there is told so in the thread', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, panel } = visitor
  await visitor.bubble.click()
  await visitor.field.waitFor()
  fake.say('Anybody there?', { isMine: true, author: null, awayMessage: 'We are back at nine.' })
  await panel.locator('[role=log]').getByText('We are back at nine.').waitFor()
})

test('what came over a connection that has died in silence is found all the same', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, page, panel } = visitor
  await visitor.bubble.waitFor()
  await page.clock.install()
  await page.reload()
  await visitor.bubble.click()
  await writes(visitor, 'Hello')
  await panel.getByText('Sent', { exact: true }).waitFor()
  const [dead] = fake.sockets
  fake.sockets.clear()
  fake.say('Unheard')
  await page.clock.fastForward(61_000)
  await panel.getByText('Unheard').waitFor()
  await until(async () => fake.sockets.size === 1 && !fake.sockets.has(dead!), 'another connection')
})
