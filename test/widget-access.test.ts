import assert from 'node:assert/strict'
import { test } from 'node:test'

import { builtWidget } from '../widget/build.ts'
import { until } from './factories.ts'
import { launch, skip } from './widget/browser.ts'
import { newVisitor, thread, violations, writes } from './widget/visitor.ts'

const dist = await builtWidget()
const browser = await launch()
const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }

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
    await bubble.and(page.locator('[aria-expanded=false]')).waitFor()
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
