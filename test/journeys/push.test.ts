import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import type { Page } from 'playwright-core'

import { fitsWidth, openDoor, sitDown, startDashboard, violations } from '../dashboard.ts'
import { newChannel, newContact, newInbound, newOrganization, until } from '../factories.ts'
import { newBrowser, startFakePushService } from '../push.ts'
import type { FakeBrowser } from '../push.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard({ privateWebhooks: true })
const { app, url } = server
const browser = (await launch())!
const service = await startFakePushService()
after(() => service.close())

/** The push service of the browser is the vendor's, so what the page asks of it is answered here. */
function subscribingAs({ subscription }: FakeBrowser): string {
  return `
    let current = null
    PushManager.prototype.getSubscription = async () => current
    PushManager.prototype.subscribe = async (options) => {
      const text = options.applicationServerKey.replaceAll('-', '+').replaceAll('_', '/')
      const applicationServerKey = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0)).buffer
      current = {
        options: { applicationServerKey },
        toJSON: () => (${JSON.stringify(subscription)}),
        unsubscribe: async () => { current = null; return true },
      }
      return current
    }`
}

/** Hands the worker what the push service would. */
async function pushing(page: Page) {
  const session = await page.context().newCDPSession(page)
  const { promise, resolve } = Promise.withResolvers<string>()
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(url))
    if (ours) resolve(ours.registrationId)
  })
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
  await session.send('ServiceWorker.enable')
  const registrationId = await promise
  return (news: object) =>
    session.send('ServiceWorker.deliverPushMessage', { origin: url, registrationId, data: JSON.stringify(news) })
}

const shownOn = (page: Page) =>
  page.evaluate<string[]>(
    'navigator.serviceWorker.ready.then((it) => it.getNotifications()).then((all) => all.map(({ title, body }) => title + ": " + body))',
  )

test('a browser is told while it is closed, shows it, and leads to the conversation', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const contact = await newContact(ada, { firstName: 'Jane', lastName: 'Doe', assignees: [ada.user.id] })
  const { page, context, problems } = await sitDown(t, browser, url, ada)
  await context.grantPermissions(['notifications'], { origin: url })
  const fake = newBrowser(service)
  await context.addInitScript(subscribingAs(fake))
  await page.goto(`${url}/settings/notifications`)
  const push = await pushing(page)
  await page.getByRole('switch', { name: 'Tell this browser' }).click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  const [test_] = await until(async () => fake.asked().length > 0 && fake.told(), 'the test')
  await push(test_!)
  await until(async () => (await shownOn(page)).length > 0, 'the notification')
  assert.match((await shownOn(page))[0]!, /^Notifications work: /)
  assert.deepEqual(await violations(page), [])

  const { conversationId } = await newInbound(ada, channel, { from: contact.phoneNumber, body: 'Is it still there?' })
  const news = await until(async () => fake.asked().length > 1 && fake.told()[1], 'the message')
  assert.deepEqual([news['title'], news['body']], ['Jane Doe', 'Is it still there?'])
  // Pressed as by a finger, for no protocol presses what the system shows.
  const [worker] = context.serviceWorkers()
  await worker!.evaluate(`registration.showNotification('Jane Doe', { data: ${JSON.stringify(news)} })
    .then(() => registration.getNotifications())
    .then((all) => dispatchEvent(new NotificationEvent('notificationclick', { notification: all.find(({ title }) => title === 'Jane Doe') })))`)
  await page.waitForURL(`**/inbox/${conversationId}**`)
  assert.deepEqual(problems, [])

  await page.goto(`${url}/settings/notifications`)
  const own = page.getByRole('switch', { name: 'Tell this browser' })
  assert.equal(await own.isChecked(), true)
  await own.click()
  await until(async () => {
    return (await ada.call('GET', '/api/push-subscriptions')).json().subscriptions.length === 0
  }, 'the end of the subscription')
})

test('where a browser cannot be told it is said why, on a phone as well', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const { context, page } = await openDoor(t, browser, url, { viewport: { width: 390, height: 844 } })
  const payload = { email: ada.user.email, password: ada.password }
  await context.request.post(`${url}/api/session`, { data: payload })
  await context.addInitScript(`Object.defineProperty(Notification, 'permission', { get: () => 'denied' })`)
  await page.goto(`${url}/settings/notifications`)
  await page.getByText('Your browser blocks notifications of this site.').first().waitFor()
  assert.equal(await page.getByRole('switch', { name: 'Tell this browser' }).isDisabled(), true)
  assert.equal(await fitsWidth(page), true)
  await context.addInitScript('delete globalThis.PushManager')
  await page.reload()
  await page.getByText('This browser cannot be told while Tether is closed.').waitFor()
})
