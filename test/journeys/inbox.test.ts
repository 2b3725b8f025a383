import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fitsWidth, openDoor, sitDown, startDashboard, violations } from '../dashboard.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization, until } from '../factories.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard()
const { app, url } = server
const browser = (await launch())!

test('one signs in after a wrong try, lands in the inbox, and signs out', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const { page, problems } = await openDoor(t, browser, url)
  await page.goto(`${url}/contacts`)
  await page.getByLabel('Email').fill(ada.user.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('The email or the password is not right.').waitFor()
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${url}/contacts`)
  await page.getByRole('link', { name: 'Inbox' }).click()
  await page.getByText('Nothing is assigned to you').waitFor()
  const kept = await page.evaluate<string>('JSON.stringify({ ...localStorage }) + document.cookie')
  assert.doesNotMatch(kept, /ts_[0-9a-f]{24}|eyJ/)
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to Tether' }).waitFor()
  await page.goto(`${url}/inbox`)
  await page.getByRole('heading', { name: 'Sign in to Tether' }).waitFor()
  assert.deepEqual(problems, [])
})

test(
  'a message arrives while the list is open, and is answered, delivered and resolved by keys alone',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    const channel = await newChannel(ada)
    const contact = await newContact(ada, { firstName: 'Jane', lastName: 'Doe', assignees: [ada.user.id] })
    const { page, problems } = await sitDown(t, browser, url, ada, { path: '/inbox?view=all' })
    await page.getByText('No open conversations').waitFor()
    const { conversationId } = await newInbound(ada, channel, { from: contact.phoneNumber, body: 'Is it still there?' })
    await page.getByText('Is it still there?').first().waitFor()

    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/inbox/${conversationId}**`)
    await page.keyboard.press('r')
    await page.keyboard.type('It is. Come by today.')
    await page.keyboard.press('Enter')
    const thread = page.getByRole('main')
    await thread.getByText('It is. Come by today.').first().waitFor()
    await until(async () => {
      const { messages } = (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json()
      return messages.some(
        (each: { content: string; status: string }) => each.status === 'delivered' && each.content.startsWith('It is.'),
      )
    }, 'the delivery')
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await until(async () => (await ada.call('GET', `/api/conversation/${conversationId}`)).json().isResolved, 'the end')
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(problems, [])
  },
)

test('a sales rep sees nothing of a colleague’s, until it is assigned to them', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { conversationId } = await newInbound(ada, await newChannel(ada), { body: 'For Ada alone' })
  const { page, problems } = await sitDown(t, browser, url, rep, { path: '/inbox?view=all' })
  await page.getByText('No open conversations').waitFor()
  assert.equal(await page.getByText('For Ada alone').count(), 0)
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [rep.user.id] })
  await page.getByText('For Ada alone').first().waitFor()
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [ada.user.id] })
  await page.getByText('For Ada alone').first().waitFor({ state: 'detached' })
  assert.deepEqual(problems, [])
})

for (const path of [
  '/inbox?view=all',
  '/contacts',
  '/reports',
  '/simulator',
  '/settings/profile',
  '/settings/channels',
]) {
  test(`${path} fits a phone, in light and dark`, { skip }, async (t) => {
    const ada = await newOrganization(app)
    await newInbound(ada, await newChannel(ada))
    for (const colorScheme of ['light', 'dark'] as const) {
      const phone = { viewport: { width: 390, height: 844 }, colorScheme }
      const { page, problems } = await sitDown(t, browser, url, ada, { path, browser: phone })
      await page.getByRole('main').first().waitFor()
      assert.ok(await fitsWidth(page), 'it scrolls sideways')
      assert.deepEqual(problems, [])
    }
  })
}
