import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, test } from 'node:test'

import { chromium } from 'playwright-core'

import { builtWidget } from '../widget/build.ts'
import { until } from './factories.ts'
import { arrive, newVisitor, thread, violations, writes } from './widget/visitor.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const hasChromium = existsSync(executablePath)
if (!hasChromium && process.env['CI'] === 'true') throw new Error('There is no Chromium: set CHROMIUM_PATH.')
const skip = hasChromium ? false : 'there is no Chromium; install one, or set CHROMIUM_PATH'
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']

const dist = await builtWidget()
const browser = hasChromium ? await chromium.launch({ executablePath, args }) : undefined
after(() => browser?.close())
const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }

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

test(
  'with the keyboard alone: open, write, close; the focus comes back, and no message takes it',
  { skip },
  async (t) => {
    const { page, panel, bubble, fake, field } = await newVisitor(t, browser!, dist)
    await bubble.waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await field.and(panel.locator(':focus')).waitFor()
    await page.keyboard.type('Hello')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('there')
    await page.keyboard.press('Enter')
    await until(async () => fake.messages.length === 1, 'the message')
    assert.equal(fake.messages[0]!.content, 'Hello\nthere')
    await panel.getByText('Sent', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    assert.equal(await bubble.getAttribute('aria-expanded'), 'false')
    assert.equal(await page.evaluate(focused), 'bubble')
    await page.evaluate('document.querySelector("a").focus()')
    fake.say('One')
    fake.say('Two')
    await page.locator('.count').getByText('2').waitFor()
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'A')
    assert.equal(await page.locator('[role=status].told').textContent(), 'Unread messages: 1')
    assert.equal(await bubble.getAttribute('aria-label'), 'Open the chat. Unread messages: 2')
    await bubble.press('Enter')
    await page.locator('.count:empty').waitFor({ state: 'attached' })
  },
)

const focused = 'document.activeElement.shadowRoot?.activeElement?.className'

for (const [language, direction] of [
  ['en', 'ltr'],
  ['ar', 'rtl'],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(
      `on a phone of 360 px, ${language}, ${colorScheme}: fits, reads ${direction}, is accessible`,
      { skip },
      async (t) => {
        const settings = { language, color: '#f2960c' }
        const visitor = await newVisitor(t, browser!, dist, { settings, browser: { ...phone, colorScheme } })
        const { page, panel, bubble, fake } = visitor
        await bubble.waitFor()
        assert.deepEqual(await violations(page), [])
        await bubble.click()
        await writes(
          visitor,
          'مرحبا https://example.com/a/rather/long/address/that/has/to/be/broken/somewhere?or=other',
        )
        fake.say('x'.repeat(300))
        fake.tell({ type: 'csat', isAsked: true })
        await panel.locator('.faces').waitFor()
        const box = await page.locator('.panel').boundingBox()
        assert.deepEqual(box, { x: 0, y: 0, width: 360, height: 640 })
        const frame = page.frames()[1]!
        assert.equal(await frame.evaluate('document.documentElement.dir'), direction)
        assert.equal(await frame.evaluate('document.documentElement.scrollWidth'), 360)
        assert.equal(await frame.evaluate(`document.querySelector('.log').scrollWidth`), 360)
        assert.deepEqual(await frame.evaluate(tooSmall), [])
        assert.deepEqual(await violations(page), [])
        assert.deepEqual(visitor.problems, [])
      },
    )
  }
}

const tooSmall = `[...document.querySelectorAll('button, .faces input')].filter((each) => each.getBoundingClientRect().width < 24 ||
  each.getBoundingClientRect().height < 24).map((each) => each.outerHTML)`

test('texts that want to be more are shown as the texts they are', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  const { fake, panel, bubble, page } = visitor
  const hostile = [
    '<img src=x onerror="parent.postMessage(1)">',
    'javascript:alert(1)',
    '<a href="javascript:alert(1)">here</a>',
    'data:text/html,<script>alert(1)</script>',
  ]
  await bubble.click()
  await visitor.field.waitFor()
  await until(async () => fake.sockets.size === 1, 'the socket')
  for (const text of hostile) fake.say(text, { author: { name: text } })
  fake.say('', {
    files: [{ name: hostile[0]!, contentType: 'x', size: 1, url: 'javascript:alert(1)', thumbnailUrl: null }],
  })
  fake.say('see https://example.com/a.')
  await panel.getByRole('link').waitFor()
  assert.deepEqual((await thread(visitor)).slice(0, 4), hostile)
  assert.equal(await page.frames()[1]!.evaluate('document.querySelectorAll("img, script[src*=alert]").length'), 0)
  const link = panel.getByRole('link')
  assert.equal(await link.getAttribute('href'), 'https://example.com/a')
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow')
  assert.deepEqual(visitor.problems, [])
})

test('a site that is not allowed gets no chat, and no button that opens nothing', { skip }, async (t) => {
  const visitor = await newVisitor(t, browser!, dist)
  visitor.fake.allowed = 'https://shop.example.com'
  await visitor.page.reload()
  await until(async () => visitor.problems.some((problem) => problem.includes('frame-ancestors')), 'the refusal')
  assert.equal(await visitor.bubble.isVisible(), false)
  assert.equal(visitor.fake.calls.filter(({ path }) => path.startsWith('POST')).length, 0)
})

test('a form before the chat says what is missing, where it is missing', { skip }, async (t) => {
  const fields = [
    { name: 'name' as const, isRequired: true },
    { name: 'email' as const, isRequired: false },
  ]
  const visitor = await newVisitor(t, browser!, dist, {
    settings: { form: { isOn: true, fields, consent: 'I agree.' } },
  })
  const { panel, fake, page, bubble } = visitor
  await bubble.click()
  await panel.getByLabel('Email address').fill('not one')
  await panel.getByRole('button', { name: 'Start the chat' }).click()
  await panel.getByText('Enter your name.').waitFor()
  await panel.getByText('We need your consent').waitFor()
  assert.equal(await panel.locator(':focus').getAttribute('name'), 'name')
  assert.deepEqual(await violations(page), [])
  assert.ok(!fake.calls.some(({ path }) => path === 'PUT /form'))
  await panel.getByLabel('Your name').fill('Ana')
  await panel.getByLabel('Email address').fill('ana@example.com')
  await panel.getByLabel('I agree.').check()
  await panel.getByRole('button', { name: 'Start the chat' }).click()
  await visitor.field.and(panel.locator(':focus')).waitFor()
  const sent = fake.calls.find(({ path }) => path === 'PUT /form')
  assert.deepEqual(sent?.body, { name: 'Ana', email: 'ana@example.com', consent: true })
})

test('a rating is asked for, given with the keyboard, and thanked for', { skip }, async (t) => {
  const { panel, fake, bubble, page, field } = await newVisitor(t, browser!, dist)
  await bubble.click()
  await field.waitFor()
  await until(async () => fake.sockets.size === 1, 'the socket')
  fake.tell({ type: 'csat', isAsked: true })
  await panel.getByLabel('Terrible').focus()
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowRight')
  await panel.getByLabel('Anything you want to tell us?').fill('Quick!')
  await panel.getByRole('button', { name: 'Send the rating' }).click()
  await panel.getByText('Thank you for telling us.').waitFor()
  assert.deepEqual(fake.calls.findLast(({ path }) => path === 'POST /csat')?.body, { rating: 4, feedback: 'Quick!' })
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

test('files are checked, brought up, and sent with the message', { skip }, async (t) => {
  const { panel, fake, bubble, field } = await newVisitor(t, browser!, dist)
  await bubble.click()
  await field.waitFor()
  const input = panel.locator('input[type=file]')
  await input.setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<p>') })
  await panel.getByText('Files like page.html cannot be sent here.').waitFor()
  await input.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.alloc(68) })
  await panel.getByRole('button', { name: 'Remove photo.png' }).waitFor()
  await panel.locator('.chosen li:not(.busy)').waitFor()
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await until(async () => fake.messages.length === 1, 'the message')
  assert.equal(fake.messages[0]!.files.length, 1)
  await panel.getByRole('link', { name: /photo.png/ }).waitFor()
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
