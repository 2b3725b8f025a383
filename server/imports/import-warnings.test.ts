import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'csv-parse/sync'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization } from '../../test/factories.ts'
import { contactsOf, dryRun, runImport, upload } from '../../test/imports.ts'

const { app, db } = await startApp({ worker: true })
const [one, two, three, four] = ['+14155552671', '+14155552672', '+14155552673', '+14155552674'] as const

test('an email that is none leaves the one that there is, and all that was left out can be downloaded', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { phoneNumber: one, firstName: 'Jane', email: 'jane@example.com' })
  await newContact(ada, { phoneNumber: two, firstName: 'John' })
  const rows = [`${one},jane at example,Janet`, `${two},@,John`, `${three},eve@example.com,Eve`]
  const { _id: id } = await upload(ada, `Phone,Email,First name\n${rows.join('\n')}\n`)
  const done = await runImport(ada, id, { duplicates: 'update' })
  assert.deepEqual([done.created, done.updated, done.skipped, done.warned], [1, 1, 1, 1])
  const jane = (await contactsOf(ada))[one]
  assert.deepEqual([jane?.firstName, jane?.email], ['Janet', 'jane@example.com'])
  assert.equal(done.problems[0]?.reason, 'The contact is like this already. Left out: "@" is not an email address.')

  const answer = await ada.call('GET', `/api/contacts/imports/${id}/results?outcome=warned`)
  const [, row, ...more] = parse(answer.body, { bom: true })
  assert.deepEqual(row?.slice(0, 5), [one, 'jane at example', 'Janet', '2', 'updated'])
  assert.match(row?.[5] ?? '', /is not an email address/)
  assert.equal(more.length, 0)
})

test('a status is spelled as the organization does, and the dry run names those that are new', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { phoneNumber: four, status: 'On Hold' })
  const rows = [`${one},new  lead`, `${two},Hot`, `${three},HOT `, `+14155552675,on hold`, `nonsense,Odd`]
  const { _id: id } = await upload(ada, `Phone,Status\n${rows.join('\n')}\n`)
  const checked = await dryRun(ada, id)
  const done = await runImport(ada, id)
  assert.deepEqual([checked.newStatuses, done.newStatuses], [['Hot'], ['Hot']])
  const contacts = await contactsOf(ada)
  const statuses = [one, two, three, '+14155552675'].map((number) => contacts[number]?.status)
  assert.deepEqual(statuses, ['New Lead', 'Hot', 'Hot', 'On Hold'])
})

test('a status that only the file has is spelled alike a thousand rows later, and is still new', async () => {
  const ada = await newOrganization(app)
  const lines = Array.from({ length: 1100 }, (_, index) => `+1415555${2000 + index},${index < 1050 ? 'Hot' : 'hot'}`)
  const { _id: id } = await upload(ada, `Phone,Status\n${lines.join('\n')}\n`)
  const checked = await dryRun(ada, id)
  const done = await runImport(ada, id)
  assert.deepEqual([checked.newStatuses, done.newStatuses, done.created], [['Hot'], ['Hot'], 1100])
  const kept = await db
    .selectFrom('contacts')
    .select('status')
    .distinct()
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.deepEqual(kept, [{ status: 'Hot' }])
})

test('what begins with an apostrophe and a formula comes back from a file as it was', async () => {
  const ada = await newOrganization(app)
  const names = ['=1+1', "'=1+1", "''+49 30", '@home', '-x', "'quoted'", '+1 (415) x']
  for (const [index, firstName] of names.entries()) {
    await newContact(ada, { phoneNumber: `+1415555300${index}`, firstName, email: 'a@example.com' })
  }
  const before = await contactsOf(ada)
  const file = (await ada.call('GET', '/api/contacts/export')).body
  const bob = await newOrganization(app)
  const { _id: id } = await upload(bob, file.replaceAll(ada.user.email, bob.user.email))
  assert.equal((await runImport(bob, id)).created, names.length)
  const after = await contactsOf(bob)
  for (const [number, { firstName, email, status, tags }] of Object.entries(before)) {
    const { firstName: name, ...rest } = after[number]!
    assert.deepEqual([name, rest.email, rest.status, rest['tags']], [firstName, email, status, tags])
  }
  assert.deepEqual(
    Object.values(after)
      .map(({ firstName }) => firstName ?? '')
      .toSorted(byText),
    names.toSorted(byText),
  )
})

function byText(text: string, other: string): number {
  return text < other ? -1 : 1
}
