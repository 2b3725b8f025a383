import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Page } from 'playwright-core'

import { startCuttingProxy } from '../cutting-proxy.ts'
import { openDoor, sitDown, startDashboard } from '../dashboard.ts'
import { newChannel, newContact, newInbound, newOrganization, until } from '../factories.ts'
import type { Person } from '../factories.ts'
import { manyContacts } from '../many-contacts.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard()
const { app, db, url } = server
const browser = (await launch())!

test('opened without a network the inbox shows what was read, and goes on where it is back', { skip }, async (t) => {
  const proxy = await startCuttingProxy(t, url)
  const origin = new URL(proxy.url).origin
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const jane = await newContact(ada, { firstName: 'Jane' })
  const { conversationId } = await newInbound(ada, channel, { from: jane.phoneNumber, body: 'Read before' })
  const { page, problems } = await sitDown(t, browser, origin, ada, { path: '/inbox?view=all' })
  await page.getByText('Read before').first().click()
  await page.waitForURL(`**/inbox/${conversationId}**`)
  const thread = page.getByRole('log')
  await thread.getByText('Read before').waitFor()
  await until(() => isKept(page, conversationId), 'what was read to be kept')

  proxy.beAway()
  await page.reload()
  await thread.getByText('Read before').waitFor()
  await page.getByRole('list', { name: 'Conversations' }).getByText('Jane').waitFor()
  await newInbound(ada, channel, { from: jane.phoneNumber, body: 'Said meanwhile' })
  assert.equal(await page.getByText('Said meanwhile').count(), 0)

  proxy.beBack()
  await page.evaluate('dispatchEvent(new Event("online"))')
  await thread.getByText('Said meanwhile').waitFor()
  assert.deepEqual(problems, [])
})

test('what was read does not stay behind for who signs in next', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const { conversationId } = await newInbound(ada, await newChannel(ada), { body: 'For Ada alone' })
  const { page } = await sitDown(t, browser, url, ada, { path: `/inbox/${conversationId}?view=all` })
  await page.getByRole('log').getByText('For Ada alone').waitFor()
  await until(() => isKept(page, conversationId), 'what was read to be kept')
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to Tether' }).waitFor()
  await until(async () => !(await kept(page)).includes(conversationId), 'it to be gone')
})

test('a page whose session was renewed listens again, and one whose session ended says so', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { conversationId } = await newInbound(ada, channel, { body: 'The first' })
  const { page, context } = await sitDown(t, browser, url, ada, { path: `/inbox/${conversationId}?view=all` })
  await page.getByRole('log').getByText('The first').waitFor()

  // Signed in anew in another tab: the session before ends with that, and with it what this page listens by.
  const data = { email: ada.user.email, password: ada.password }
  const { csrfToken } = await (await context.request.post(`${url}/api/session`, { data })).json()
  const headers = { 'x-csrf-token': csrfToken }
  await newInbound(ada, channel, { from: await addressOf(), body: 'The second' })
  await page.getByRole('log').getByText('The second').waitFor()

  for (const id of await sessionIds()) await context.request.delete(`${url}/api/sessions/${id}`, { headers })
  await page.getByRole('heading', { name: 'Sign in to Tether' }).waitFor()

  async function sessionIds(): Promise<string[]> {
    const { sessions } = await (await context.request.get(`${url}/api/sessions`)).json()
    return sessions.map(({ _id }: { _id: string }) => _id)
  }

  async function addressOf(): Promise<string> {
    return (await ada.call('GET', `/api/conversation/${conversationId}`)).json().channelIdentifier
  }
})

test(
  'a list that was read far down asks for its beginning and what one sees, not for all of it',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    const channel = await newChannel(ada)
    const { conversationId } = await newInbound(ada, channel, { body: 'The model' })
    await copies(ada, conversationId, 320)
    const { page, context, problems } = await openDoor(t, browser, url)
    let heard = ''
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (heard += String(payload))))
    await context.request.post(`${url}/api/session`, { data: { email: ada.user.email, password: ada.password } })
    await page.goto(`${url}/inbox?view=all`)
    const list = page.getByRole('list', { name: 'Conversations' })
    await list.getByText('The model').first().waitFor()
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url())
      if (pathname === '/api/conversations' && !searchParams.has('ids')) asked.push(searchParams.get('cursor') ?? '')
    })
    const scrollTo = (top: number) =>
      page.evaluate(
        `document.querySelector('[role="list"][aria-label="Conversations"]').parentElement.scrollTo(0, ${top})`,
      )
    const firstThere = async () => Number(await list.getByRole('listitem').first().getAttribute('aria-posinset'))
    await until(async () => {
      await scrollTo(1_000_000)
      return (await firstThere()) > 250
    }, 'the end of the list')
    asked.length = 0

    await page.getByRole('link', { name: 'Contacts', exact: true }).click()
    await page.waitForURL('**/contacts**')
    await newInbound(ada, channel, { body: 'Came meanwhile' })
    await until(async () => heard.includes('Came meanwhile'), 'the event')
    // Events are taken a few at a time, so what the socket heard is known a moment later.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 300))')
    await page.goBack()
    await until(async () => asked.length > 0, 'the list to be read again')
    await until(async () => (await firstThere()) > 250, 'the place where one was')
    await scrollTo(0)
    await page.getByText('Came meanwhile').first().waitFor()
    assert.ok(asked.length <= 5, String(asked))
    assert.deepEqual(problems, [])
  },
)

/** As many conversations more, each with a contact of its own, as through the door would take long. */
async function copies(owner: Person, conversationId: string, count: number): Promise<void> {
  const { organizationId } = owner.user
  const model = await db
    .selectFrom('conversations')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  const { activeAt: _activeAt, state: _state, ...row } = model
  const contactIds = await manyContacts(db, owner, count)
  const rows = contactIds.map((contactId, index) => ({
    ...row,
    contactId,
    id: conversationId.slice(0, 16) + (index + 1).toString(16).padStart(8, '0'),
    channelIdentifier: `+1415${4_000_000 + index}`,
    lastMessageTime: new Date(Date.now() - (index + 1) * 60_000),
  }))
  await db.insertInto('conversations').values(rows).execute()
}

async function kept(page: Page): Promise<string> {
  // Whoever opens one that is not there yet makes it, and empty.
  const isThere = `indexedDB.databases().then((all) => all.some(({ name }) => name === 'tether-reading'))`
  if (!(await page.evaluate<boolean>(isThere))) return ''
  return page.evaluate<string>(`new Promise((resolve) => {
    const opening = indexedDB.open('tether-reading')
    opening.onerror = () => resolve('')
    opening.onsuccess = () => {
      const db = opening.result
      const done = (found) => { db.close(); resolve(found) }
      if (!db.objectStoreNames.contains('answers')) return done('')
      const asking = db.transaction('answers').objectStore('answers').getAllKeys()
      asking.onsuccess = () => done(asking.result.join(' '))
      asking.onerror = () => done('')
    }
  })`)
}

/** The thread, the list, who is signed in, and the scripts that show them. */
async function isKept(page: Page, conversationId: string): Promise<boolean> {
  const names = await kept(page)
  const wanted = [`["messages","${conversationId}"]`, '["session"]', '["conversations","list"']
  if (!wanted.every((name) => names.includes(name))) return false
  return page.evaluate<boolean>(`(async () => {
    if (!navigator.serviceWorker.controller) return false
    const cache = await caches.open('tether')
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/assets/'))
    const there = await Promise.all([document.baseURI, ...loaded].map((name) => cache.match(name)))
    return there.every(Boolean)
  })()`)
}
