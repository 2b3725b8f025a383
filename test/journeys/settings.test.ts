import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sitDown, startDashboard, violations } from '../dashboard.ts'
import { newContact, newOrganization, until } from '../factories.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard()
const { app, url } = server
const browser = (await launch())!

test('whoever leaves a form that is not saved is asked first, and stays or goes', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const { page, problems } = await sitDown(t, browser, url, ada, { path: '/settings/organization' })
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('Blue Door Books')
  const leaving = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await page.getByRole('link', { name: 'Inbox' }).click()
  assert.deepEqual(await violations(page), [])
  await leaving.getByRole('button', { name: 'Stay' }).click()
  await leaving.waitFor({ state: 'detached' })
  assert.equal(await name.inputValue(), 'Blue Door Books')
  await page.getByRole('link', { name: 'Business hours' }).click()
  await leaving.getByRole('button', { name: 'Leave' }).click()
  await page.waitForURL('**/settings/business-hours')
  await page.goBack()
  assert.equal(await name.inputValue(), 'Acme')
  await name.fill('Blue Door Books')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Inbox' }).click()
  await page.waitForURL('**/inbox**')
  assert.equal((await ada.call('GET', '/api/organizations/user')).json().name, 'Blue Door Books')
  assert.deepEqual(problems, [])
})

test('a reload asks as the browser does while something is not saved', { skip }, async (t) => {
  const ada = await newOrganization(app)
  const { page } = await sitDown(t, browser, url, ada, { path: '/settings/organization' })
  await page.getByLabel('Name', { exact: true }).fill('Half written')
  const asked = page.waitForEvent('dialog')
  const reloaded = page.reload().catch(() => undefined)
  const dialog = await asked
  assert.equal(dialog.type(), 'beforeunload')
  await dialog.accept()
  await reloaded
  await until(async () => (await page.getByLabel('Name', { exact: true }).inputValue()) === 'Acme', 'the saved name')
})

test(
  'a pipeline that contacts are in is kept and leads to them; when they are elsewhere it is deleted',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    const { page, problems } = await sitDown(t, browser, url, ada, { path: '/settings/pipelines' })
    await page.getByRole('button', { name: 'Add a pipeline' }).click()
    const form = page.getByRole('region', { name: 'New pipeline' })
    await form.getByLabel('Name', { exact: true }).fill('Renewals')
    await form.getByRole('button', { name: 'Add a pipeline' }).click()
    const renewals = page.getByRole('region', { name: 'Renewals' })
    await renewals.waitFor()
    assert.equal(await page.getByRole('button', { name: /^More about/ }).count(), 1)
    const { data } = (await ada.call('GET', '/api/pipelines/list')).json()
    const contact = await newContact(ada, { firstName: 'Grace', lastName: 'Hopper', pipelineId: data[1]._id })
    await newContact(ada, { firstName: 'Alan', lastName: 'Turing' })

    const remove = async () => {
      await page.getByRole('button', { name: 'More about Renewals' }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    }
    await remove()
    const refused = page.getByRole('alertdialog', { name: 'Renewals cannot be deleted yet' })
    await refused.getByText('A contact is in this pipeline').waitFor()
    assert.deepEqual(await violations(page), [])
    await refused.getByRole('button', { name: 'Show them' }).click()
    await page.waitForURL(`**/contacts?pipelineId=${data[1]._id}`)
    await page.getByText('Grace Hopper').waitFor()
    assert.equal(await page.getByText('Alan Turing').count(), 0)

    await ada.call('PATCH', `/api/contacts/${contact._id}`, { pipelineId: data[0]._id })
    await page.goto(`${url}/settings/pipelines`)
    await remove()
    await renewals.waitFor({ state: 'detached' })
    assert.equal((await ada.call('GET', '/api/pipelines/list')).json().data.length, 1)
    assert.deepEqual(problems, [])
  },
)
