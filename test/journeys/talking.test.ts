import assert from 'node:assert/strict'
import { test } from 'node:test'

import { builtWidget } from '../../widget/build.ts'
import { sitDown, startDashboard } from '../dashboard.ts'
import { eventsOf, newOrganization, until } from '../factories.ts'
import { newWebchat } from '../webchat.ts'
import { launch, skip } from '../widget/browser.ts'
import { visitSite } from '../widget/site.ts'
import { writes } from '../widget/visitor.ts'
import { partsOf, rowOf, say, sendsAtOnce } from './at-desk.ts'

await builtWidget()
const { app, url } = await startDashboard()
const browser = (await launch())!

test(
  'a visitor and an agent talk: each sees the other write, what is said and how far it came',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    const webchat = await newWebchat(ada)
    const { page, context, problems } = await sitDown(t, browser, url, ada, { path: '/inbox?view=all' })
    await context.addInitScript(sendsAtOnce)
    await page.reload()
    await page.getByText('No open conversations').waitFor()

    const visitor = await visitSite(t, browser, url, webchat)
    const { panel, bubble, field } = visitor
    await bubble.click()
    await writes(visitor, 'Is the fern still there?')
    await rowOf(page, 'Is the fern still there?').click()
    const { thread, field: answer } = partsOf(page)
    await thread.getByText('Is the fern still there?').waitFor()

    await field.pressSequentially('And if so')
    await thread.getByText(/is writing/).waitFor()
    await answer.pressSequentially('It is.')
    await panel.locator('.typing').waitFor()
    await answer.press('Enter')
    await panel.getByText('It is.').waitFor()
    await thread.getByText('It is.').waitFor()
    await thread.getByRole('img', { name: 'Read' }).waitFor()
    await panel.locator('.typing').waitFor({ state: 'detached' })

    await bubble.click()
    await field.waitFor({ state: 'hidden' })
    await say(page, 'Shall I keep it for you?')
    await thread.getByRole('img', { name: 'Delivered' }).waitFor()
    await bubble.click()
    await panel.getByText('Shall I keep it for you?').waitFor()
    await thread.getByRole('img', { name: 'Delivered' }).waitFor({ state: 'detached' })
    assert.deepEqual(problems, [])
    assert.deepEqual(visitor.problems, [])
  },
)

test('files go both ways between a visitor and an agent', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const { page, problems } = await sitDown(t, browser, url, ada, { path: '/inbox?view=all' })
  const { panel, bubble, field } = await visitSite(t, browser, url, webchat)
  await bubble.click()
  await field.waitFor()
  await panel.locator('input[type=file]').setInputFiles({ name: 'fern.png', mimeType: 'image/png', buffer: dot })
  await panel.locator('.chosen li:not(.busy)').waitFor()
  await panel.getByRole('button', { name: 'Send', exact: true }).click()

  await rowOf(page, /Attachment|fern/).click()
  const { thread } = partsOf(page)
  const picture = thread.getByRole('button', { name: 'Open fern.png' })
  await until(
    () => picture.locator('img').evaluate((image) => 'naturalWidth' in image && Number(image.naturalWidth) > 0),
    'the picture',
  )
  await picture.click()
  await page.getByRole('dialog').getByRole('img', { name: 'fern.png' }).waitFor()
  await page.keyboard.press('Escape')

  await page.locator('input[type=file]').setInputFiles({ name: 'care.txt', mimeType: 'text/plain', buffer: care })
  await page.getByText('care.txt').waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await thread.getByRole('link', { name: /care\.txt/ }).waitFor()
  await panel.getByRole('link', { name: /care\.txt/ }).waitFor()
  assert.deepEqual(problems, [])
})

test(
  'who got an answer is asked how it was once it is resolved, and the rating stands in the thread',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    const webchat = await newWebchat(ada, { csat: { isAutomatic: true } })
    const { page, problems } = await sitDown(t, browser, url, ada, { path: '/inbox?view=all' })
    const visitor = await visitSite(t, browser, url, webchat)
    const { panel, bubble } = visitor
    await bubble.click()
    await writes(visitor, 'Thank you!')
    await rowOf(page, 'Thank you!').click()
    await page.getByRole('button', { name: 'Resolve' }).click()
    await page.getByText('No open conversations').waitFor()
    await panel.getByText('How did we do?').waitFor()

    const [opened] = await eventsOf(ada, 'conversation.opened')
    await page.goto(`${url}/inbox/${opened!.subjectId}?view=resolved`)
    const { thread } = partsOf(page)
    await thread.getByText('The visitor was asked how it was').waitFor()
    await panel.getByLabel('Great').check()
    await panel.getByRole('textbox', { name: 'Anything you want to tell us?' }).fill('So quick')
    await panel.getByRole('button', { name: 'Send the rating' }).click()
    await thread.getByText('Rated 5 of 5').waitFor()
    await thread.getByText('So quick').waitFor()
    assert.deepEqual(problems, [])
  },
)

const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const care = Buffer.from('Water it on Mondays.')
