import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sitDown, startDashboard } from '../dashboard.ts'
import { newChannel, newInbound, newOrganization, until } from '../factories.ts'
import { launch, skip } from '../widget/browser.ts'
import { contentsOf, partsOf, say, sendsAtOnce } from './at-desk.ts'

const { app, url } = await startDashboard()
const browser = (await launch())!

async function newTabs(t: Parameters<typeof sitDown>[0]) {
  const ada = await newOrganization(app)
  const { conversationId } = await newInbound(ada, await newChannel(ada), { body: 'Hello there' })
  const { page, context, problems } = await sitDown(t, browser, url, ada)
  await context.addInitScript(sendsAtOnce)
  const other = await context.newPage()
  for (const each of [page, other]) {
    await each.goto(`${url}/inbox/${conversationId}?view=all`)
    await partsOf(each).thread.getByText('Hello there').waitFor()
  }
  return { ada, conversationId, page, other, context, problems }
}

test('signing out in one tab signs out the other, which keeps its place', { skip }, async (t) => {
  const { page, other, context, conversationId, problems } = await newTabs(t)
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  for (const each of [page, other]) await each.getByRole('heading', { name: 'Sign in to Tether' }).waitFor()
  assert.equal(await other.getByText('Hello there').count(), 0)
  assert.ok(new URL(other.url()).searchParams.get('next')?.includes(conversationId))
  assert.deepEqual(await context.cookies(), [])
  assert.deepEqual(problems, [])
})

test('what is written in one tab stands in the other, and is gone there once it is sent', { skip }, async (t) => {
  const { ada, conversationId, page, other, problems } = await newTabs(t)
  await partsOf(page).field.fill('At once')
  await until(async () => (await partsOf(other).field.inputValue()) === 'At once', 'the same words')
  await partsOf(page).field.press('Enter')
  await until(async () => (await partsOf(other).field.inputValue()) === '', 'the words gone')
  await partsOf(other).field.press('Enter')
  await partsOf(other).thread.getByText('At once').waitFor()
  await until(async () => (await contentsOf(ada, conversationId)).length === 2, 'the message')
  await say(other, 'And then')
  await until(async () => (await contentsOf(ada, conversationId)).length === 3, 'the next one')
  assert.deepEqual(await contentsOf(ada, conversationId), ['Hello there', 'At once', 'And then'])
  assert.deepEqual(problems, [])
})

test('what waits in two tabs is sent once and in the order in which it was said', { skip }, async (t) => {
  const { ada, conversationId, page, other, context, problems } = await newTabs(t)
  await context.setOffline(true)
  for (const each of [page, other]) await each.getByText(/^The connection is lost/).waitFor()
  await say(page, 'one')
  await say(other, 'two')
  await say(page, 'three')
  for (const each of [page, other])
    for (const text of ['one', 'two', 'three']) await partsOf(each).thread.getByText(text, { exact: true }).waitFor()
  await context.setOffline(false)
  for (const each of [page, other])
    await each.getByRole('img', { name: 'Waiting for the network' }).first().waitFor({ state: 'detached' })
  await until(async () => (await contentsOf(ada, conversationId)).length === 4, 'all three')
  assert.deepEqual(await contentsOf(ada, conversationId), ['Hello there', 'one', 'two', 'three'])
  assert.deepEqual(problems, [])
})

test('over plain http, where browsers keep locks and random ids back, one writes all the same', { skip }, async (t) => {
  const { ada, conversationId, page, context, problems } = await newTabs(t)
  await context.addInitScript('delete Crypto.prototype.randomUUID; delete Navigator.prototype.locks')
  await page.reload()
  await say(page, 'From the next room')
  await until(async () => (await contentsOf(ada, conversationId)).length === 2, 'the message')
  await page.getByRole('button', { name: 'Resolve' }).click()
  await until(async () => (await ada.call('GET', `/api/conversation/${conversationId}`)).json().isResolved, 'the end')
  assert.deepEqual(problems, [])
})
