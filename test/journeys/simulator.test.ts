import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Page } from 'playwright-core'
import sharp from 'sharp'

import { sitDown, startDashboard, violations } from '../dashboard.ts'
import { newChannel, newOrganization, until } from '../factories.ts'
import { newPageId } from '../pages.ts'
import { newWebchat } from '../webchat.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard()
const { app, url } = server
const browser = (await launch())!

test('on the phone one writes, sends a picture, gets the answer, and sees what a failure does', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { page, problems } = await sitDown(t, browser, url, ada, { path: '/simulator' })
  await page.getByRole('button', { name: 'Somebody new' }).click()
  const somebody = page.getByRole('dialog', { name: 'Somebody new' })
  const number = await somebody.getByLabel('Number').inputValue()
  assert.notEqual(number, channel.identifier)
  await somebody.getByLabel('Name').fill('Jane Miller')
  await somebody.getByRole('button', { name: 'Play this contact' }).click()
  await write(page, 'Text message', 'Hello from my phone')
  const buffer = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  await page.locator('input[type=file]').setInputFiles({ name: 'shelf.png', mimeType: 'image/png', buffer })
  await page.getByText('shelf.png').waitFor()
  await page.getByRole('button', { name: 'Send as the contact' }).click()
  const phone = page.getByRole('region', { name: /^The phone of Jane Miller/ })
  await shownPicture(page)
  await page.getByRole('button', { name: /Jane Miller/, pressed: true }).waitFor()

  const [conversation] = await until(async () => {
    const { conversations } = (await ada.call('GET', '/api/conversations')).json()
    return conversations.length > 0 && conversations
  }, 'the conversation')
  await answer(ada, conversation._id, 'Good day, Jane')
  await phone.getByText('Good day, Jane').waitFor()

  await page.getByRole('combobox', { name: 'What goes wrong' }).click()
  await page.getByRole('option', { name: 'The number is refused' }).click()
  await until(async () => {
    const { channels } = (await ada.call('GET', '/api/channels')).json()
    return channels[0].settings.failure === 'refused'
  }, 'the switch')
  const lost = await answer(ada, conversation._id, 'This does not arrive')
  await until(async () => (await ada.call('GET', `/api/messages/${lost}`)).json().status === 'failed', 'the failure')
  assert.equal(await phone.getByText('This does not arrive').count(), 0)
  await page.getByRole('combobox', { name: 'What goes wrong' }).click()
  await page.getByRole('option', { name: 'Nothing' }).click()
  await page.getByRole('combobox', { name: 'The provider answers' }).click()
  await page.getByRole('option', { name: 'After 1 second' }).click()
  await until(async () => {
    const { settings } = (await ada.call('GET', '/api/channels')).json().channels[0]
    return settings.failure === 'none' && settings.delayMilliseconds === 1000
  }, 'the switches')
  await answer(ada, conversation._id, 'This arrives a little later')
  await phone.getByText('This arrives a little later').waitFor()
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(problems, [])
})

test('a person on a page presses a button, reacts and reads', { skip }, async (t) => {
  const ada = await newOrganization(app)
  await newChannel(ada, { type: 'facebook', name: 'Blue Door Books', identifier: newPageId() })
  const { page, problems } = await sitDown(t, browser, url, ada, { path: '/simulator' })
  await play(page)
  const acts = page.getByRole('button', { name: 'What else the person can do' })
  await acts.click()
  await page.getByRole('menuitem', { name: 'Press a button' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Press' }).click()
  await page.getByRole('log').getByText('Get started').waitFor()
  const { conversations } = (await ada.call('GET', '/api/conversations')).json()
  const sent = await answer(ada, conversations[0]._id, 'Welcome')
  await page.getByRole('log').getByText('Welcome').waitFor()
  await page.getByRole('log').getByText('Welcome').hover()
  await page.getByRole('button', { name: 'React' }).click()
  await page.getByRole('menuitem').first().click()
  await page.getByRole('img', { name: /^Reaction: / }).waitFor()
  await acts.click()
  await page.getByRole('menuitem', { name: 'Read everything' }).click()
  await until(async () => (await ada.call('GET', `/api/messages/${sent}`)).json().status === 'read', 'the reading')
  assert.deepEqual(problems, [])
})

test('a visitor of a webchat is played under a name, again and again', { skip }, async (t) => {
  const ada = await newOrganization(app)
  await newWebchat(ada)
  const { page, problems } = await sitDown(t, browser, url, ada, { path: '/simulator' })
  await page.getByRole('button', { name: 'Somebody new' }).click()
  await page.getByLabel('Name').fill('Vera')
  await page.getByRole('button', { name: 'Play this contact' }).click()
  await write(page, 'Message', 'Do you deliver?')
  await page.getByRole('button', { name: 'Vera', pressed: true }).waitFor()
  const { conversations } = (await ada.call('GET', '/api/conversations')).json()
  assert.equal(conversations.length, 1)
  await answer(ada, conversations[0]._id, 'We do, Vera')
  await page.getByRole('log').getByText('We do, Vera').waitFor()
  await page.reload()
  await page.getByRole('log').getByText('Do you deliver?').waitFor()
  await write(page, 'Message', 'On Sundays too?')
  await until(async () => {
    const { messages } = (await ada.call('GET', `/api/conversation/${conversations[0]._id}/messages`)).json()
    return messages.some(({ content }: { content: string }) => content === 'On Sundays too?')
  }, 'the second message')
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(problems, [])
})

test('where there is nothing to play on, a number is made at one press', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const { page, problems } = await sitDown(t, browser, url, ada, { path: '/simulator' })
  await page.getByRole('button', { name: 'Make a simulated number' }).click()
  await play(page)
  await write(page, 'Text message', 'The first one')
  await until(
    async () => (await ada.call('GET', '/api/conversations')).json().conversations.length === 1,
    'the message',
  )
  assert.deepEqual(problems, [])
})

async function play(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Somebody new' }).click()
  await page.getByRole('button', { name: 'Play this contact' }).click()
}

async function write(page: Page, label: string, words: string): Promise<void> {
  await page.getByRole('textbox', { name: label }).fill(words)
  await page.keyboard.press('Enter')
  await page.getByRole('log').getByText(words).waitFor()
}

async function answer(
  ada: Awaited<ReturnType<typeof newOrganization>>,
  conversationId: string,
  content: string,
): Promise<string> {
  const sent = await ada.call('POST', '/api/messages/send', { conversationId, content })
  assert.ok(sent.statusCode < 300, sent.body)
  return sent.json()._id
}

/** One that the browser could read: of one that it could not, it would show the words instead. */
async function shownPicture(page: Page): Promise<void> {
  await until(
    () =>
      page.evaluate<boolean>(
        `[...document.querySelectorAll('[role=log] img')].some((each) => each.naturalWidth === 40)`,
      ),
    'the picture',
  )
}
