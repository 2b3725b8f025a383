import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'csv-parse/sync'

import { startApp } from '../../test/app.ts'
import { newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { contactsOf, dryRun, readImport, runImport, undo, upload } from '../../test/imports.ts'

const { app } = await startApp({ worker: true })
const [one, two, three] = ['+14155552671', '+14155552672', '+14155552673'] as const

test('new contacts get the status and the tags that were chosen, those that were there do not', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { phoneNumber: three, status: 'Won' })
  const { _id: id } = await upload(ada, `Phone,Status,Tags\n${one},,\n${two},Hot,vip\n${three},,\n`)
  const options = { duplicates: 'update', contactStatus: ' new  LEAD', contactTags: ['Fair 2026'] }
  const checked = await dryRun(ada, id, options)
  assert.deepEqual([checked.contactStatus, checked.contactTags], ['New Lead', ['fair 2026']])
  await runImport(ada, id, { contactStatus: 'From the fair' })
  const contacts = await contactsOf(ada)
  assert.deepEqual([contacts[one]?.status, contacts[one]?.['tags']], ['From the fair', ['fair 2026']])
  assert.deepEqual([contacts[two]?.status, contacts[two]?.['tags']], ['Hot', ['fair 2026', 'vip']])
  assert.deepEqual([contacts[three]?.status, contacts[three]?.['tags']], ['Won', []])
})

test('a status that is chosen can be given up again before the start', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await upload(ada, `Phone\n${one}\n`)
  await dryRun(ada, id, { contactStatus: 'Hot' })
  const done = await runImport(ada, id, { contactStatus: null, contactTags: [] })
  assert.deepEqual([done.contactStatus, (await contactsOf(ada))[one]?.status], [null, 'New Lead'])
})

test('a row that is named says in which column what stands', async () => {
  const ada = await newOrganization(app)
  const rows = [`Jane,nonsense,`, `John,${one},broken@`, `Jack,,`, `June,${one},`]
  const { _id: id } = await upload(ada, `Name,Phone,Email\n${rows.join('\n')}\n`)
  const { problems, warnings } = await dryRun(ada, id)
  assert.deepEqual(
    problems.map(({ row, column, value }) => [row, column, value]),
    [
      [2, 1, 'nonsense'],
      [4, 1, ''],
      [5, 1, one],
    ],
  )
  assert.deepEqual(
    warnings.map(({ row, column, value }) => [row, column, value]),
    [[3, 2, 'broken@']],
  )
})

test('the contacts of an import are listed in the order of the file, page by page, until they are gone', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { phoneNumber: two, firstName: 'Old' })
  const { _id: id } = await upload(ada, `Phone,First name\n${three},Cleo\n${two},Ben\n${one},Ana\n`)
  await dryRun(ada, id, { duplicates: 'update' })
  assert.deepEqual((await listed(ada, id)).contacts, [])
  await runImport(ada, id)
  const first = await listed(ada, id, '?size=1')
  assert.deepEqual([first.contacts[0]?.firstName, first.contacts[0]?.row], ['Cleo', 2])
  const second = await listed(ada, id, `?size=1&cursor=${first.nextCursor}`)
  assert.equal(second.contacts[0]?.firstName, 'Ana')
  assert.equal((await listed(ada, id, '?outcome=updated')).contacts[0]?.firstName, 'Ben')
  await undo(ada, id)
  assert.deepEqual((await listed(ada, id)).contacts, [])
  assert.equal((await readImport(ada, id)).undone, 3)
})

test('nobody lists the contacts of somebody else’s import', async () => {
  const ada = await newOrganization(app)
  const [rep, other] = [await newColleague(app, ada, 'SALES_REP'), await newColleague(app, ada, 'SALES_REP')]
  const { _id: id } = await upload(rep, `Phone\n${one}\n`)
  await runImport(rep, id)
  assert.equal((await listed(ada, id)).contacts.length, 1)
  assert.equal((await other.call('GET', `/api/contacts/imports/${id}/contacts`)).statusCode, 404)
})

test('an export has the columns that were asked for, in the order of the file', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { phoneNumber: one, firstName: 'Jane' })
  const { columns } = (await ada.call('GET', '/api/contacts/export/columns')).json()
  assert.deepEqual(columns[0], { name: 'firstName', title: 'First name' })
  const all = parse((await ada.call('GET', '/api/contacts/export')).body, { bom: true })
  assert.deepEqual(
    all[0],
    columns.map(({ title }: { title: string }) => title),
  )
  const some = await ada.call('GET', '/api/contacts/export?columns=phoneNumber&columns=firstName')
  assert.deepEqual(parse(some.body, { bom: true }), [
    ['First name', 'Phone number'],
    ['Jane', one],
  ])
  const unknown = await ada.call('GET', '/api/contacts/export?columns=secret')
  assert.deepEqual([unknown.statusCode, unknown.json().error.details[0].field], [400, 'columns'])
})

interface Listed {
  contacts: Array<{ row: number; firstName: string }>
  nextCursor: string | null
}

async function listed(person: Person, id: string, query = ''): Promise<Listed> {
  return (await person.call('GET', `/api/contacts/imports/${id}/contacts${query}`)).json()
}
