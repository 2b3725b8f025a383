import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'

import type { Page } from 'playwright-core'

import { sitDown, startDashboard, violations } from '../dashboard.ts'
import { newNumber, newOrganization, until } from '../factories.ts'
import { FakeMeta } from '../fake-meta.ts'
import { startFakeTwilio } from '../fake-twilio.ts'
import { newPageId } from '../pages.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard()
const { app, url } = server
const browser = (await launch())!
const twilio = await startFakeTwilio()
const meta = new FakeMeta()
await meta.listen()
after(() => Promise.all([twilio.close(), meta.close()]))

test('a number at Twilio: what is wrong stands at its field, the test says what Twilio says', { skip }, async (t) => {
  const { page, problems } = await connecting(t, /A number at Twilio/)
  await page.getByLabel('Number', { exact: true }).fill('not a number')
  await page.getByLabel('Account SID').fill('AC with spaces')
  await page.getByLabel('Auth token').fill('a wrong token')
  await page.getByText('More settings').click()
  await page.getByLabel('API address').fill('nowhere')
  await connect(page)
  await said(page, 'Account SID', /must be an id as Twilio shows it/)
  await said(page, 'API address', /must be an address such as/)
  await page.getByLabel('Account SID').fill(twilio.accountSid)
  await page.getByLabel('API address').fill(twilio.url)
  await connect(page)
  await said(page, 'Number', /neither a phone number nor a short code/)
  await page.getByLabel('Number', { exact: true }).fill(newNumber())
  await connect(page)
  await page.getByRole('heading', { name: 'Text messages is connected' }).waitFor()
  assert.equal(await page.getByLabel('Webhook address').inputValue(), `${url}/api/webhook/twilio/sms`)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page
    .getByRole('status')
    .getByText(/Authenticat|credentials|token/i)
    .waitFor()

  await page.getByRole('button', { name: 'To the channel' }).click()
  await page.getByRole('button', { name: 'Replace', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Replace the credentials' })
  await dialog.getByLabel('Account SID').fill(twilio.accountSid)
  await dialog.getByLabel('Auth token').fill(twilio.authToken)
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText(/Twilio accepts the credentials/).waitFor()
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(problems, [])
})

test(
  'an SMS gateway: its address can change, with the credentials entered again; it is switched off, on, deleted',
  { skip },
  async (t) => {
    const gateway = await startGateway('the password')
    t.after(() => gateway.close())
    const { page, problems, ada } = await connecting(t, /An SMS gateway/)
    const number = newNumber()
    await page.getByLabel('Number', { exact: true }).fill(number)
    await page.getByLabel('User name').fill('crm')
    await page.getByLabel('Password', { exact: true }).fill('the password')
    const made = await page.getByLabel('Webhook password').inputValue()
    await page.getByLabel('Address of send-sms').fill('gateway')
    await connect(page)
    await said(page, 'Address of send-sms', /must be an address such as/)
    await page.getByLabel('Address of send-sms').fill('http://127.0.0.1:9/cgi-bin/sendsms')
    await connect(page)
    await page.getByRole('heading', { name: 'Text messages is connected' }).waitFor()
    assert.match(await page.getByLabel('Webhook address').inputValue(), new RegExp(`:${made}@`))
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByText(/The gateway cannot be reached/).waitFor()

    await page.getByRole('button', { name: 'To the channel' }).click()
    assert.match(await page.getByLabel('Webhook address').inputValue(), /:PASSWORD@/)
    await page.getByLabel('Address of send-sms').fill(gateway.url)
    const settings = page.locator('form').filter({ has: page.getByLabel('Address of send-sms') })
    await settings.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog', { name: 'Enter the credentials again' })
    await dialog.getByLabel('User name').fill('crm')
    await dialog.getByLabel('Password', { exact: true }).fill('the password')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog', { name: 'Set up at the provider' }).getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByText('The gateway accepts the username and password.').waitFor()

    const more = page.getByRole('button', { name: 'More about Text messages' })
    await more.click()
    await page.getByRole('menuitem', { name: 'Switch off' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('Nothing leaves by this channel. What contacts write still arrives.').waitFor()
    await more.click()
    await page.getByRole('menuitem', { name: 'Switch on' }).click()
    await page.getByText('Works', { exact: true }).waitFor()
    await more.click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No channel yet').waitFor()
    assert.deepEqual((await ada.call('GET', '/api/channels')).json().channels, [])
    assert.deepEqual(problems, [])
  },
)

test('a Facebook page: the callback address answers to the verify token that was shown', { skip }, async (t) => {
  const { page, problems } = await connecting(t, /A Facebook page/)
  const pageId = newPageId()
  await page.getByLabel('Page ID').fill('acme-books')
  await page.getByLabel('Page token').fill(meta.addPage(pageId))
  await page.getByLabel('App secret').fill(meta.appSecret)
  await page.getByText('More settings').click()
  await page.getByLabel('API address').fill(meta.url)
  await connect(page)
  await said(page, 'Page ID', /digits only/)
  await page.getByLabel('Page ID').fill(pageId)
  await connect(page)
  await page.getByRole('heading', { name: 'Facebook page is connected' }).waitFor()
  const callback = new URL(await page.getByLabel('Callback URL').inputValue())
  callback.searchParams.set('hub.mode', 'subscribe')
  callback.searchParams.set('hub.challenge', '1158201444')
  callback.searchParams.set('hub.verify_token', await page.getByLabel('Verify token').inputValue())
  const answer = await page.context().request.get(callback.href)
  assert.deepEqual([answer.status(), await answer.text()], [200, '1158201444'])
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText(/Acme Cars/).waitFor()
  assert.deepEqual(meta.mistakes, [])
  assert.deepEqual(problems, [])
})

test(
  'a chat on a site: the preview shows what is typed, the snippet is there, and its secret is replaced',
  { skip },
  async (t) => {
    const { page, problems, ada } = await connecting(t, /A chat on your site/)
    await page.getByLabel('Name').fill('Blue Door')
    await connect(page)
    const snippet = await page.getByLabel('The lines for your site').inputValue()
    await page.getByRole('button', { name: 'Choose how it looks' }).click()
    const preview = page.frameLocator('iframe[title="Preview of the chat"]')
    await page.getByLabel('Greeting').fill('Ask us about books')
    await preview.getByText('Ask us about books').waitFor()
    await page.getByLabel('Allowed domains').fill('shop.example\nnot_a_domain')
    await page.getByRole('button', { name: 'Save' }).first().click()
    await said(page, 'Allowed domains', /^not_a_domain: must be a domain such as/)
    await page.getByLabel('Allowed domains').fill('shop.example\n*.shop.example')
    await page.getByRole('button', { name: 'Save' }).first().click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const { webchats } = (await ada.call('GET', '/api/webchats')).json()
    assert.deepEqual(webchats[0].settings.allowedDomains, ['shop.example', '*.shop.example'])
    assert.equal(webchats[0].settings.greeting, 'Ask us about books')
    assert.equal(await page.getByLabel('The lines for your site').inputValue(), snippet)
    assert.deepEqual(await violations(page), [])

    await page.getByRole('button', { name: 'Replace the secret' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Replace the secret' }).click()
    assert.ok((await page.getByLabel('The new identity secret').inputValue()).length >= 32)
    await page.getByRole('button', { name: 'More about Blue Door' }).click()
    await page.getByRole('menuitem', { name: 'Switch off' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('There is a preview while the chat is switched on.').waitFor()
    assert.deepEqual(problems, [])
  },
)

test('a number that is taken is said to be, and a proposed one is not', { skip }, async (t) => {
  const { page, ada } = await connecting(t, /A simulated number/)
  const proposed = await page.getByLabel('Number', { exact: true }).inputValue()
  const body = { type: 'sms', provider: 'simulator', name: 'First', identifier: proposed }
  assert.equal((await ada.call('POST', '/api/channels', body)).statusCode, 201)
  await connect(page)
  await said(page, 'Number', /A channel has this address already/)
  await page.getByRole('button', { name: 'Propose another' }).click()
  await until(
    async () => (await page.getByLabel('Number', { exact: true }).inputValue()) !== proposed,
    'another number',
  )
  await connect(page)
  await page.getByRole('heading', { name: 'Simulated number is connected' }).waitFor()
})

async function connecting(t: Parameters<typeof sitDown>[0], way: RegExp) {
  const ada = await newOrganization(app)
  const desk = await sitDown(t, browser, url, ada, { path: '/settings/channels' })
  await desk.page.getByRole('link', { name: 'Connect a channel' }).first().click()
  await desk.page.getByRole('button', { name: way }).click()
  return { ...desk, ada }
}

async function connect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
}

/** What stands under a field, and is read out with it. */
async function said(page: Page, label: string, words: RegExp): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await until(async () => {
    const ids = (await field.getAttribute('aria-describedby'))?.split(' ') ?? []
    const texts = await Promise.all(ids.filter(Boolean).map((id) => page.locator(`[id="${id}"]`).innerText()))
    return (await field.getAttribute('aria-invalid')) === 'true' && texts.some((text) => words.test(text))
  }, `what is wrong with ${label}`)
}

/** What an SMS gateway answers whoever asks it for a message to nobody. */
async function startGateway(password: string) {
  const gateway = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://gateway')
    response.writeHead(searchParams.get('password') === password ? 400 : 403).end()
  }).listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  const { port } = gateway.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/cgi-bin/sendsms`, close: () => void gateway.close() }
}
