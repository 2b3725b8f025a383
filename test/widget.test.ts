import assert from 'node:assert/strict'
import { test } from 'node:test'

import { builtWidget } from '../widget/build.ts'
import { until } from './factories.ts'
import { launch, skip } from './widget/browser.ts'
import { arrive, newVisitor, thread, writes } from './widget/visitor.ts'

const dist = await builtWidget()
const browser = await launch()

test('a visitor writes, an agent types and answers, both see how far it came', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, panel, bubble, page } = visitor
  await bubble.click()
  await writes(visitor, 'Is the fern still there?')
  await panel.getByText('Sent', { exact: true }).waitFor()
  fake.tell({ type: 'typing', isTyping: true })
  await panel.getByText('Somebody is writing').waitFor({ state: 'attached' })
  fake.say('It is.')
  await panel.getByText('It is.').waitFor()
  assert.equal(await panel.locator('.typing').count(), 0)
  fake.tell({ type: 'message', message: { ...fake.messages[0], status: 'read' } })
  await panel.getByText('Read', { exact: true }).waitFor()
  await until(async () => fake.calls.some(({ path }) => path === 'POST /marks'), 'the read mark')
  assert.deepEqual(fake.calls.find(({ path }) => path === 'POST /marks')?.body, { readUntil: fake.messages[1]!.id })
  assert.ok(fake.frames.some(({ type }) => type === 'typing'))
  assert.deepEqual(await thread(visitor), ['Is the fern still there?', 'It is.'])
  assert.deepEqual(visitor.problems, [])
  assert.equal(await page.evaluate('document.activeElement.shadowRoot !== null'), true)
})

test(
  'what is written offline is kept, and sent once and in order; what came meanwhile is fetched',
  { skip },
  async (t) => {
    const visitor = await newVisitor(t, browser!, dist)
    const { fake, panel, context } = visitor
    await visitor.bubble.click()
    await writes(visitor, 'one')
    await panel.getByText('Sent', { exact: true }).waitFor()
    await context.setOffline(true)
    for (const text of ['two', 'three', 'four']) await writes(visitor, text)
    await panel.getByText('Waiting to be sent').waitFor()
    await panel.getByText('You are offline.').waitFor()
    for (const socket of fake.sockets) socket.terminate()
    fake.say('from the agent')
    await context.setOffline(false)
    await panel.getByText('from the agent').waitFor()
    await until(async () => fake.messages.length === 5, 'all of them')
    await panel.getByText('Waiting to be sent').waitFor({ state: 'detached' })
    assert.deepEqual(await thread(visitor), ['one', 'from the agent', 'two', 'three', 'four'])
    const mine = fake.messages.filter(({ isMine }) => isMine).map(({ content }) => content)
    assert.deepEqual(mine, ['one', 'two', 'three', 'four'])
  },
)

test('a message whose answer was lost is sent again under the same id, also after a reload', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, panel, page, bubble } = visitor
  await bubble.click()
  await visitor.field.waitFor()
  fake.refusals.set('POST /messages', { status: 503, code: 'unavailable', message: 'Later.' })
  await writes(visitor, 'Do you hear me?')
  await until(async () => fake.calls.some(({ path }) => path === 'POST /messages'), 'the first try')
  await panel.getByText('Waiting to be sent').waitFor()
  await page.reload()
  fake.refusals.clear()
  await until(async () => fake.messages.length === 1, 'the message')
  await bubble.click()
  await panel.getByText('Sent', { exact: true }).waitFor()
  const tries = fake.calls
    .filter(({ path }) => path === 'POST /messages')
    .map(({ body }) => body as { clientId: string })
  assert.equal(new Set(tries.map(({ clientId }) => clientId)).size, 1)
  assert.ok(tries.length >= 2)
  assert.deepEqual(await thread(visitor), ['Do you hear me?'])
  assert.equal(fake.sessions.length, 1)
  await page.reload()
  await bubble.click()
  await panel.getByText('Do you hear me?').waitFor()
  assert.equal(fake.messages.length, 1)
})

test('what the server refuses for good says why, and can be tried again or deleted', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, panel, bubble } = visitor
  await bubble.click()
  fake.refusals.set('POST /messages', { status: 422, code: 'refused', message: 'That is too much.' })
  await writes(visitor, 'one')
  await panel.getByText('That is too much.').waitFor()
  fake.refusals.clear()
  await panel.getByRole('button', { name: 'Try again' }).click()
  await panel.getByText('Sent', { exact: true }).waitFor()
  assert.deepEqual(await thread(visitor), ['one'])
})

test('two tabs are one visitor, and show every message once', { skip }, async (t) => {
  const one = await newVisitor(t, browser!, dist)
  const { fake, context, url } = one
  const two = await arrive(context, url, fake.url)
  await Promise.all([one.bubble.waitFor(), two.bubble.waitFor()])
  await one.bubble.click()
  await one.field.waitFor()
  await two.bubble.click()
  await until(async () => fake.sockets.size === 2, 'both to listen')
  await writes(one, 'from the one')
  await two.panel.getByText('from the one').waitFor()
  await writes(two, 'from the other')
  await one.panel.getByText('from the other').waitFor()
  for (const tab of [one, two]) assert.deepEqual(await thread(tab), ['from the one', 'from the other'])
  assert.equal(fake.sessions.length, 1)
})

test('a site that is not allowed gets no chat, and no button that opens nothing', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  visitor.fake.allowed = 'https://shop.example.com'
  await visitor.page.reload()
  await until(async () => visitor.problems.some((problem) => problem.includes('frame-ancestors')), 'the refusal')
  assert.equal(await visitor.bubble.isVisible(), false)
  assert.equal(visitor.fake.calls.filter(({ path }) => path.startsWith('POST')).length, 0)
})

test('a session that was ended is not tried again; another one is begun when asked for', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { panel, fake, bubble } = visitor
  await bubble.click()
  await visitor.field.waitFor()
  await until(async () => fake.sockets.size === 1, 'the socket')
  fake.sessions.length = 0
  for (const socket of fake.sockets) socket.close(4401)
  const again = panel.getByRole('button', { name: 'Start a new chat' })
  await again.waitFor()
  assert.equal(fake.frames.filter(({ type }) => type === 'hello').length, 1)
  await again.click()
  await visitor.field.waitFor()
  assert.equal(fake.sessions.length, 1)
  await until(async () => fake.frames.filter(({ type }) => type === 'hello').length === 2, 'the second session')
})

test('what a page asked before the script came is done when it comes', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist, {
    tags: ({ url, key }) => `<script nonce="own">
      window.tether = window.tether || function () { (tether.q = tether.q || []).push(arguments) }
      tether('language', 'fr')
      tether('identify', 'a.b.c')
      tether('on', 'ready', () => document.body.dataset.heard = 'ready')
      tether('open')
    </script><script async src="${url}/widget.js"></script><script nonce="own">
      addEventListener('load', () => TetherChat.init({ webchatConfigId: '${key}', name: 'Chez nous', starterMessage: 'Bonjour !' }))
    </script>`,
  })
  const { panel, fake, page } = visitor
  await panel.getByText('Bonjour !').waitFor()
  await panel.getByRole('heading', { name: 'Chez nous' }).waitFor()
  await panel.getByPlaceholder('Écrire un message').waitFor()
  assert.equal(await page.evaluate('document.body.dataset.heard'), 'ready')
  const begun = fake.calls.find(({ path }) => path.endsWith('/sessions'))?.body as Record<string, unknown>
  assert.equal(begun['identity'], 'a.b.c')
  assert.equal(begun['language'], 'fr')
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'BODY')
})
