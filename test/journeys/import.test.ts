import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import type { Page } from 'playwright-core'

import { sitDown, startDashboard, violations } from '../dashboard.ts'
import { newContact, newOrganization } from '../factories.ts'
import { launch, skip } from '../widget/browser.ts'

const server = await startDashboard()
const { app, url } = server
const browser = (await launch())!
const patience = { timeout: 240_000 }
const count = 10_000
const known = '+14155550000'

test(
  'ten thousand rows with errors are checked, imported, told apart, downloaded and taken back',
  { skip },
  async (t) => {
    const ada = await newOrganization(app)
    await newContact(ada, { phoneNumber: known, firstName: 'Known' })
    const { page, problems } = await sitDown(t, browser, url, ada, { path: '/contacts/imports' })
    await page.getByRole('link', { name: 'Import contacts' }).first().click()
    const buffer = Buffer.from(tenThousandRows())
    await page.locator('input[type=file]').setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer })

    await page.getByText('10,000 rows were found.', { exact: false }).waitFor(patience)
    await page.getByRole('button', { name: /^What Mail address becomes/ }).click()
    await page.getByRole('option', { name: /^Email/ }).click()
    await page.getByRole('button', { name: 'Check the file' }).click()
    await page.getByRole('heading', { name: 'What would happen' }).waitFor(patience)
    await shows(page, { New: '9,799', Updated: '0', Skipped: '201', 'Taken in part': '40' })
    const skipped = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: '201 rows would be skipped' }) })
    const wrong = skipped.getByRole('row', { name: /not a number/ }).first()
    assert.equal((await wrong.getByRole('cell').first().innerText()).trim(), '51')
    assert.match(await wrong.getByRole('cell').last().innerText(), /phone number/i)
    assert.deepEqual(await violations(page), [])
    assert.equal((await ada.call('GET', '/api/contacts?size=1')).json().total, 1)

    await page.getByRole('button', { name: 'Import 9,799 rows' }).click()
    await page.getByRole('progressbar').first().waitFor()
    await page.getByRole('heading', { name: 'The contacts are imported' }).waitFor(patience)
    await shows(page, { New: '9,799', Updated: '0', Skipped: '201', 'Taken in part': '40' })
    assert.equal((await ada.call('GET', '/api/contacts?size=1')).json().total, 9_800)
    const rows = await downloaded(page)
    assert.equal(rows.length, 202)
    assert.match(rows[1]!, /not a number/)

    await page.getByRole('button', { name: 'Undo the import' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo the import' }).click()
    await page.getByRole('heading', { name: 'The import is undone' }).waitFor(patience)
    assert.equal((await ada.call('GET', '/api/contacts?size=1')).json().total, 1)
    assert.deepEqual(problems, [])
  },
)

/** Of each fifty rows the last has no number that could be one, of each 250 one has no email, and one repeats who is known. */
function tenThousandRows(): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const row = index + 1
    const isKnown = row === 77
    const number = isKnown ? known : `+1415${String(2_000_000 + row)}`
    const phone = row % 50 === 0 ? 'not a number' : number
    const email = row % 250 === 7 ? 'no email' : `person${row}@example.com`
    return `${phone},Person ${row},Doe,${email}`
  })
  return `Phone,First name,Last name,Mail address\n${rows.join('\n')}\n`
}

async function shows(page: Page, counts: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(counts)) {
    const shown = page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) })
    await shown.getByText(value, { exact: true }).waitFor()
  }
}

async function downloaded(page: Page): Promise<string[]> {
  const heading = page.getByRole('heading', { name: '201 rows were skipped' })
  const skipped = page.locator('section').filter({ has: heading })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    skipped.getByRole('link', { name: 'Download all' }).click(),
  ])
  return readFileSync(await download.path(), 'utf8')
    .trim()
    .split(/\r?\n/)
}
