import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openDoor, sitDown, startDashboard, violations } from '../dashboard.ts'
import { newContact, newOrganization, until } from '../factories.ts'
import { newReceiver, refuse } from '../webhooks.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard({ privateWebhooks: true })
const { app, url } = server
const browser = (await launch())!

test(
  'a webhook is added, tested, its delivery looked at and made again, its secret replaced, and it is switched off',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    const receiver = await newReceiver(t)
    const { page, problems } = await sitDown(t, browser, url, ada, { path: '/settings/webhooks' })
    await page.getByRole('button', { name: 'Add a webhook' }).click()
    const adding = page.getByRole('dialog', { name: 'Add a webhook' })
    await adding.getByLabel('Address').fill('the ledger')
    await adding.getByRole('button', { name: 'Add a webhook' }).click()
    await adding.getByText('It must begin with').waitFor()
    await adding.getByLabel('Address').fill(receiver.url)
    await adding.getByLabel('What for').fill('The ledger')
    await adding.getByRole('button', { name: 'Add a webhook' }).click()
    const added = page.getByRole('dialog', { name: 'The webhook was added' })
    const secret = await added.getByLabel('Signing secret').inputValue()
    assert.match(secret, /^whsec_/)
    await added.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: /The ledger/ }).waitFor()

    await page.getByRole('button', { name: 'Test', exact: true }).click()
    const tested = page.getByRole('dialog', { name: /It answered in/ })
    await tested.getByText('Status 204').waitFor()
    await page.keyboard.press('Escape')
    await tested.waitFor({ state: 'detached' })

    receiver.answer = refuse(500)
    await newContact(ada, { firstName: 'Grace' })
    await until(async () => receiver.told.some(({ json }) => json.type === 'contact.created'), 'the call')
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByRole('button', { name: 'contact.created' }).click()
    const sheet = page.getByRole('dialog', { name: 'contact.created' })
    await sheet.getByText('Status 500').first().waitFor()
    await sheet.getByText('What was told').click()
    await sheet.getByText('"firstName": "Grace"').waitFor()
    receiver.answer = refuse(200)
    await sheet.getByRole('button', { name: 'Redeliver' }).click()
    await sheet.getByText('Delivered', { exact: true }).waitFor()
    await sheet.getByText('Status 200').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await page
      .getByRole('row', { name: /contact\.created/ })
      .getByText('Delivered')
      .waitFor()

    await page.getByRole('tab', { name: 'Secrets' }).click()
    await page.getByRole('button', { name: 'Add a new secret' }).click()
    await page
      .getByRole('dialog', { name: 'Add a new secret' })
      .getByRole('button', { name: 'Add a new secret' })
      .click()
    assert.notEqual(await page.getByLabel('The present one').inputValue(), secret)
    assert.equal(await page.getByLabel('An older one').inputValue(), secret)
    await page.getByRole('button', { name: 'More about The ledger' }).click()
    await page.getByRole('menuitem', { name: 'Switch off' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('An admin switched it off.', { exact: false }).waitFor()
    assert.deepEqual(problems, [])
  },
)

test('an API key is shown once, works, and its successor ends it', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const { page, problems } = await sitDown(t, browser, url, ada, { path: '/settings/api-key' })
  await page.getByRole('button', { name: 'Make an API key' }).click()
  const shown = page.getByRole('region', { name: 'Your new API key' })
  const first = await shown.locator('code').first().innerText()
  assert.equal(await use(first), 200)
  await page.reload()
  await page.getByText(`Key ending in ${first.slice(-4)}`).waitFor()
  assert.doesNotMatch(await page.content(), new RegExp(first))
  await page.getByRole('button', { name: 'Replace' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Replace' }).click()
  const second = await shown.locator('code').first().innerText()
  assert.deepEqual([await use(first), await use(second)], [401, 200])
  assert.deepEqual(problems, [])

  async function use(key: string): Promise<number> {
    const { context } = await openDoor(t, browser, url)
    const headers = { authorization: `Bearer ${key}` }
    return (await context.request.get(`${url}/api/user/profile`, { headers })).status()
  }
})
