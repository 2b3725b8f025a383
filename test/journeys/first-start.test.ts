import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Page } from 'playwright-core'

import { prepareFirstStart } from '../../server/identity/first-start.ts'
import { openDoor, startDashboard, violations } from '../dashboard.ts'
import { newNumber } from '../factories.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard()
const { url, db, config } = server
const browser = (await launch())!
const password = 'correct horse battery'

test(
  'from the printed link to the first answer, each of the first steps leads there and is ticked off',
  { skip },
  async (t) => {
    const logIn = await prepareFirstStart(db, config)
    const { page, problems } = await openDoor(t, browser, url)
    await page.goto(`${url}/setup#${logIn!.password}`)
    await page.getByLabel('Name of the organization').fill('Blue Door Books')
    await page.getByLabel('Your full name').fill('Ada Admin')
    await page.getByLabel('Email').fill('ada@bluedoor.example')
    await page.getByLabel('Password', { exact: true }).fill(password)
    assert.doesNotMatch(page.url(), new RegExp(logIn!.password))
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Set up', exact: true }).click()
    await page.waitForURL('**/inbox**')
    await ticked(page, 0)

    await follow(page, 'Connect a phone number')
    await page.getByRole('button', { name: /A simulated number/ }).click()
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('heading', { name: 'Simulated number is connected' }).waitFor()
    await ticked(page, 1)

    await follow(page, 'Add the chat widget to a site')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    assert.match(await page.getByLabel('The lines for your site').inputValue(), /<script/)
    await ticked(page, 2)

    await follow(page, 'Invite a colleague')
    await page.getByRole('button', { name: 'Invite a user' }).click()
    const invitation = page.getByRole('dialog')
    await invitation.getByLabel('Full name').fill('Bob Rep')
    await invitation.getByLabel('Email').fill('bob@bluedoor.example')
    await invitation.getByRole('button', { name: 'Invite', exact: true }).click()
    const link = await page.getByRole('dialog', { name: 'A link for Bob Rep' }).locator('code').innerText()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('row', { name: /Bob Rep/ }).waitFor()
    await ticked(page, 3)

    await follow(page, 'Import your contacts')
    const contact = newNumber()
    const file = {
      name: 'contacts.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`Phone,First name\n${contact},Jane\n`),
    }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: 'Check the file' }).click()
    await page.getByRole('button', { name: 'Import 1 row' }).click()
    await page.getByRole('heading', { name: 'The contacts are imported' }).waitFor()
    await ticked(page, 4)

    await follow(page, 'Answer a first message')
    await page.getByRole('button', { name: 'Somebody new' }).click()
    const somebody = page.getByRole('dialog')
    await somebody.getByLabel('Number').fill(contact)
    await somebody.getByRole('button', { name: 'Play this contact' }).click()
    await page.getByRole('textbox', { name: 'Text message' }).fill('Is the atlas in stock?')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('Is the atlas in stock?').waitFor()
    await page.getByRole('link', { name: 'Inbox' }).click()
    await page.getByText('Is the atlas in stock?').first().click()
    await page.getByRole('main').getByRole('textbox').first().fill('It is.')
    await page.keyboard.press('Enter')
    await page.getByRole('main').getByText('It is.', { exact: true }).waitFor()
    await page.goto(`${url}/settings`)
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await page.getByRole('region', { name: 'First steps' }).waitFor({ state: 'detached' })
    assert.deepEqual(problems, [])

    const bob = await openDoor(t, browser, url)
    await bob.page.goto(link)
    await bob.page.getByLabel('New password').fill('a password of Bob')
    await bob.page.getByRole('button', { name: 'Set the password' }).click()
    await bob.page.getByRole('link', { name: 'Sign in' }).click()
    await bob.page.getByLabel('Email').fill('bob@bluedoor.example')
    await bob.page.getByLabel('Password', { exact: true }).fill('a password of Bob')
    await bob.page.getByRole('button', { name: 'Sign in' }).click()
    await bob.page.waitForURL('**/inbox**')
    assert.deepEqual(bob.problems, [])
  },
)

test(
  'who has forgotten the password is told what to do, and the setup of a server that is set up is over',
  { skip },
  async (t) => {
    const { page, problems } = await openDoor(t, browser, url)
    await page.goto(`${url}/setup`)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Forgotten your password?' }).click()
    await page.getByText('Type your email first.').waitFor()
    await page.getByLabel('Email').fill('ada@bluedoor.example')
    await page.getByRole('button', { name: 'Forgotten your password?' }).click()
    await page.getByText('ask an administrator of your organization for a link').waitFor()
    assert.deepEqual(problems, [])
  },
)

async function follow(page: Page, step: string): Promise<void> {
  await page
    .getByRole('region', { name: 'First steps' })
    .getByRole('link', { name: new RegExp(step) })
    .click()
}

/** Back in the inbox so many steps are done. */
async function ticked(page: Page, count: number): Promise<void> {
  await page.getByRole('link', { name: 'Inbox' }).click()
  const steps = page.getByRole('region', { name: 'First steps' })
  await steps.getByText(`${count} of 5 done`).waitFor()
  assert.equal(await steps.getByRole('img', { name: 'Done' }).count(), count)
}
