import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Page } from 'playwright-core'

import { sitDown, startDashboard } from '../dashboard.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization, until } from '../factories.ts'
import { launch, skip } from '../widget/browser.ts'
import { partsOf, rowOf } from './at-desk.ts'

const { app, url } = await startDashboard()
const browser = (await launch())!

/** In the place of the desktop and the loudspeaker: what was shown and played. */
const overhear = `
  globalThis.told = []
  globalThis.Notification = class extends EventTarget {
    static permission = 'granted'
    static requestPermission = async () => 'granted'
    constructor(title, { body }) { super(); told.push(title + ': ' + body); globalThis.lastNotification = this }
    close() {}
  }
  globalThis.AudioContext = class {
    currentTime = performance.now()
    destination = {}
    createOscillator() { return { frequency: {}, connect: () => ({ connect() {} }), start() {}, stop() {} } }
    createGain() { told.push('sound'); return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect() {} } }
  }
`

function toldAt(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('[...new Set(told)]')
}

async function newDesk(t: Parameters<typeof sitDown>[0], path = '/contacts') {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const mine = await newContact(ada, { firstName: 'Jane', lastName: 'Doe', assignees: [ada.user.id] })
  const { page, context, problems } = await sitDown(t, browser, url, ada, { path: '/sign-in' })
  await context.addInitScript(overhear)
  await page.goto(`${url}/settings/notifications`)
  for (const name of ['Show on the desktop', 'Play a sound']) await page.getByRole('switch', { name }).check()
  await page.goto(`${url}${path}`)
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor()
  const writes = (body: string, from = mine.phoneNumber) => newInbound(ada, channel, { from, body })
  return { ada, channel, page, context, problems, writes }
}

test(
  'one is told of what a contact writes in a conversation of one’s own, by desktop, sound and title',
  { skip },
  async (t) => {
    const { page, problems, writes } = await newDesk(t)
    const { conversationId } = await writes('Are you there?')
    await until(async () => (await toldAt(page)).includes('New message from Jane Doe: Are you there?'), 'the news')
    assert.ok((await toldAt(page)).includes('sound'))
    await until(async () => (await page.title()).startsWith('(1) '), 'the count in the title')
    await page.evaluate(`lastNotification.dispatchEvent(new Event('click'))`)
    await page.waitForURL(`**/inbox/${conversationId}`)
    await until(async () => !(await page.title()).startsWith('('), 'nothing that is new')
    assert.deepEqual(problems, [])
  },
)

test('of a thread that one looks at nothing is told, in any tab; of another one it is', { skip }, async (t) => {
  const { page, context, writes } = await newDesk(t, '/inbox?view=all')
  await writes('First')
  await rowOf(page, 'First').click()
  await partsOf(page).thread.getByText('First').waitFor()
  const other = await context.newPage()
  await other.goto(`${url}/contacts`)
  await other.getByRole('button', { name: /^Notifications/ }).waitFor()
  for (const each of [page, other]) await each.evaluate('told.length = 0')
  await page.bringToFront()
  await writes('Second')
  await partsOf(page).thread.getByText('Second').waitFor()
  await page.getByRole('link', { name: 'Contacts' }).click()
  await writes('Third')
  const news = 'New message from Jane Doe: Third'
  await until(async () => (await Promise.all([page, other].map(toldAt))).flat().includes(news), 'the third')
  const all = (await Promise.all([page, other].map(toldAt))).flat().filter((each) => each !== 'sound')
  assert.deepEqual(all, [news])
})

test('nobody is told of what is a colleague’s, nor of a kind that they switched off here', { skip }, async (t) => {
  const { ada, channel, page, writes } = await newDesk(t, '/settings/notifications')
  const ben = await newColleague(app, ada, 'SALES_REP')
  const theirs = await newContact(ada, { firstName: 'Kim', assignees: [ben.user.id] })
  await page.getByRole('checkbox', { name: 'Messages in my conversations: Sound' }).uncheck()
  await newInbound(ada, channel, { from: theirs.phoneNumber, body: 'For Ben' })
  await writes('For Ada')
  await until(async () => (await toldAt(page)).length > 0, 'the news')
  assert.deepEqual(await toldAt(page), ['New message from Jane Doe: For Ada'])
  await page.reload()
  assert.equal(await page.getByRole('checkbox', { name: 'Messages in my conversations: Sound' }).isChecked(), false)
})
