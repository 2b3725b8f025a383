import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sitDown, startDashboard } from '../dashboard.ts'
import { newChannel, newContact, newInbound, newOrganization, until } from '../factories.ts'
import type { Person } from '../factories.ts'
import { picture } from '../files.ts'
import { newPageId } from '../pages.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard()
const { app, url } = server
const browser = (await launch())!

interface Line {
  body: string
  replyTo: string | null
}

async function onPhone(ada: Person, channelId: string, contact: string): Promise<Line[]> {
  return (await ada.call('GET', `/api/simulator/thread?channelId=${channelId}&contact=${contact}`)).json().messages
}

test('one of two questions is answered, and the person sees which', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada, { type: 'facebook', identifier: newPageId() })
  const from = newPageId()
  const ask = (body: string) =>
    ada.call('POST', '/api/simulator/inbound', { from, to: channel.identifier, body, name: 'Jane Doe' })
  const { conversationId } = (await ask('Is it red?')).json()
  await ask('Is it new?')
  const { page, problems } = await sitDown(t, browser, url, ada, { path: `/inbox/${conversationId}?view=all` })
  const thread = page.getByRole('log', { name: 'Messages' })
  await thread.getByText('Is it red?').hover()
  await thread.getByRole('button', { name: 'Reply to this message' }).click()
  await page.getByRole('button', { name: 'Answer without a quote' }).waitFor()
  await page.keyboard.type('It is.')
  await page.keyboard.press('Enter')
  const quote = thread.getByRole('button', { name: /^In reply to: Jane Doe: Is it red\?/ })
  await quote.waitFor()
  const answer = await until(
    async () => (await onPhone(ada, channel._id, from)).find(({ body }) => body === 'It is.'),
    'the answer on the phone',
  )
  assert.equal(answer.replyTo, 'Is it red?')
  await page.reload()
  await quote.waitFor()
  assert.equal(await page.getByRole('button', { name: 'Answer without a quote' }).count(), 0)
  assert.deepEqual(problems, [])
})

test('what was asked by phone is noted with its reason, and taken back on a ground', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const contact = await newContact(ada, { firstName: 'Jane', lastName: 'Doe', assignees: [ada.user.id] })
  const { conversationId } = await newInbound(ada, await newChannel(ada), { from: contact.phoneNumber })
  const { page, problems } = await sitDown(t, browser, url, ada, { path: `/inbox/${conversationId}?view=all` })
  const message = page.getByRole('textbox', { name: 'Message to Jane Doe' })
  await message.waitFor()
  await page.getByRole('button', { name: 'Opt out of SMS' }).click()
  const dialog = page.getByRole('dialog')
  assert.ok(await dialog.getByRole('button', { name: 'Opt out', exact: true }).isDisabled())
  await dialog.getByRole('button', { name: 'Asked by phone' }).click()
  await dialog.getByRole('button', { name: 'Opt out', exact: true }).click()
  await page.getByText('You cannot write here').waitFor()
  await page.getByText(/noted on .*: Asked by phone/).waitFor()
  await page.getByRole('button', { name: 'Opt in to SMS' }).click()
  await page.getByRole('dialog').getByLabel('On what ground').fill('Noted by mistake')
  await page.getByRole('dialog').getByRole('button', { name: 'Opt in', exact: true }).click()
  await message.waitFor()
  assert.deepEqual(problems, [])
})

test('a STOP is the contact’s own: nobody is offered to take it back', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const contact = await newContact(ada, { firstName: 'Jane', lastName: 'Doe', assignees: [ada.user.id] })
  const said = { from: contact.phoneNumber, body: 'STOP' }
  const { conversationId } = await newInbound(ada, await newChannel(ada), said)
  const { page, problems } = await sitDown(t, browser, url, ada, { path: `/inbox/${conversationId}?view=all` })
  await page.getByText(/The contact wrote STOP on/).waitFor()
  assert.equal(await page.getByRole('button', { name: /^Opt (in to|out of) SMS/ }).count(), 0)
  assert.deepEqual(problems, [])
})

test('a picture that is attached without a network leaves when that is back', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const contact = await newContact(ada, { firstName: 'Jane', lastName: 'Doe', assignees: [ada.user.id] })
  const { conversationId } = await newInbound(ada, await newChannel(ada), { from: contact.phoneNumber })
  const { page, context } = await sitDown(t, browser, url, ada, { path: `/inbox/${conversationId}?view=all` })
  const message = page.getByRole('textbox', { name: 'Message to Jane Doe' })
  await message.waitFor()
  await page.getByRole('button', { name: 'Attach files' }).waitFor()
  await context.setOffline(true)
  const file = { name: 'bike.png', mimeType: 'image/png', buffer: await picture() }
  await page.locator('input[type=file]').first().setInputFiles(file)
  await page.getByText('Uploaded when the network is back').waitFor()
  await message.fill('The red one')
  await page.keyboard.press('Enter')
  const thread = page.getByRole('log', { name: 'Messages' })
  await thread.getByText('The red one').waitFor()
  await thread.getByText('Waiting for the network').waitFor()
  await context.setOffline(false)
  const sent = await until(async () => {
    const { messages } = (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json()
    return messages.find((each: { direction: string }) => each.direction === 'outbound')
  }, 'the message')
  assert.deepEqual([sent.content, sent.attachments.length], ['The red one', 1])
  await thread.getByRole('button', { name: 'Open bike.png' }).waitFor()
})
