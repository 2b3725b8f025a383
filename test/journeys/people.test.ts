import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Page } from 'playwright-core'

import { openDoor, sitDown, startDashboard, violations } from '../dashboard.ts'
import { newColleague, newContact, newOrganization, until } from '../factories.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard()
const { app, url } = server
const browser = (await launch())!

test(
  'a colleague is added with a password, gets another role, is disabled, and leaves what is theirs to an heir',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    const { page, problems } = await sitDown(t, browser, url, ada, { path: '/settings/users' })
    await page.getByRole('button', { name: 'Invite a user' }).click()
    const dialog = page.getByRole('dialog', { name: 'Invite a user' })
    await dialog.getByLabel('Full name').fill('Bob Rep')
    await dialog.getByLabel('Email').fill(ada.user.email)
    await dialog.getByText('With a password that I choose').click()
    await dialog.getByLabel('New password').fill('short')
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
    await dialog.getByText(/8 characters or more/).waitFor()
    await dialog.getByLabel('New password').fill('the password of Bob')
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
    await dialog.getByText(/email/i).nth(1).waitFor()
    const email = `bob.${ada.user.email}`
    await dialog.getByLabel('Email').fill(email)
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })

    await more(page, 'Bob Rep', 'Edit')
    const editing = page.getByRole('dialog', { name: 'Edit Bob Rep' })
    await editing.getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: /^Department head/ }).click()
    await editing.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /Bob Rep.*Department head/ }).waitFor()
    assert.deepEqual(await violations(page), [])

    const bob = await openDoor(t, browser, url)
    await signIn(bob.page, email, 'the password of Bob')
    await bob.page.waitForURL('**/inbox**')
    await more(page, 'Bob Rep', 'Disable')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click()
    await page.getByRole('row', { name: /Bob Rep.*Disabled/ }).waitFor()
    await bob.page.getByRole('heading', { name: 'Sign in to Tether' }).waitFor()
    await signIn(bob.page, email, 'the password of Bob')
    await bob.page.getByText('The email or the password is not right.').waitFor()

    const users: { _id: string; email: string }[] = (await ada.call('GET', '/api/user/list')).json()
    const bobId = users.find((each) => each.email === email)!._id
    const contact = await newContact(ada)
    await ada.call('PATCH', `/api/contacts/${contact._id}`, { userId: bobId })
    await more(page, 'Bob Rep', 'Delete…')
    const deleting = page.getByRole('dialog', { name: 'Delete Bob Rep' })
    await deleting.getByLabel('Who takes over what they own and are assigned to').click()
    await page.getByRole('option', { name: /Ada Admin/ }).click()
    await deleting.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('row', { name: /Bob Rep/ }).waitFor({ state: 'detached' })
    await until(async () => {
      const { data } = (await ada.call('GET', `/api/contacts/${contact._id}`)).json()
      return data.userId === ada.user.id
    }, 'the inheritance')
    assert.deepEqual(problems, [])
  },
)

test(
  'departments are made, given members and heads, and deleted once their members have another',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    await newColleague(app, ada, 'SALES_REP', { fullName: 'Bob Rep' })
    const { page, problems } = await sitDown(t, browser, url, ada, { path: '/settings/departments' })
    for (const name of ['Sales', 'Service']) {
      await page.getByRole('button', { name: 'Add department' }).first().click()
      const dialog = page.getByRole('dialog', { name: 'Add department' })
      await dialog.getByLabel('Name').fill(name)
      await dialog.getByRole('button', { name: 'Add department' }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await page.locator('summary').filter({ hasText: 'Sales' }).click()
    await page.getByRole('button', { name: 'Add a member' }).click()
    await page.getByRole('option', { name: /Bob Rep/ }).click()
    await page.getByRole('button', { name: 'Make head' }).click()
    await page.getByText('Bob Rep · 1 member').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Delete…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete Sales' })
    await dialog.getByRole('combobox').click()
    await page.getByRole('option', { name: 'Service' }).click()
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('Sales is deleted').waitFor()
    await page.getByText('Bob Rep · 1 member').waitFor()
    assert.deepEqual(problems, [])
  },
)

test('a saved reply is written with variables, shared, copied and deleted', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const { page, problems } = await sitDown(t, browser, url, ada, { path: '/settings/saved-replies' })
  await page.getByRole('button', { name: 'Add a saved reply' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a saved reply' })
  await dialog.getByLabel('Name', { exact: true }).fill('Opening hours')
  await dialog.getByLabel('Shortcut').fill('hours')
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Hello {{firstName|there}}, we open at nine.')
  await dialog.getByText('Hello Jane, we open at nine.').waitFor()
  await dialog.getByLabel('Share with the whole organization').check()
  assert.deepEqual(await violations(page), [])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Opening hours' }).waitFor()
  await more(page, 'Opening hours', 'Duplicate')
  await page.getByText('Opening hours (copy)').waitFor()
  await more(page, 'Opening hours (copy)', 'Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Opening hours (copy) is deleted').waitFor()
  const kept = (await ada.call('GET', '/api/user/sms-templates')).json()
  const rows: { shortcut: string }[] = Array.isArray(kept) ? kept : (kept.templates ?? kept.data)
  assert.deepEqual(
    rows.map(({ shortcut }) => shortcut),
    ['hours'],
  )
  assert.deepEqual(problems, [])
})

async function more(page: Page, name: string, verb: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${name}`, exact: true }).click()
  await page.getByRole('menuitem', { name: verb, exact: true }).click()
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
