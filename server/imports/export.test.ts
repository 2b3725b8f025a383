import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'csv-parse/sync'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { contactsOf, runImport, upload } from '../../test/imports.ts'

const { app } = await startApp({ worker: true })
const [one, two] = ['+14155552671', '+14155552672'] as const

const texts = [
  '=HYPERLINK("http://evil.example")',
  '+1 and more',
  '-2+3',
  '@SUM(A1)',
  "'=quoted already",
  "''=twice",
  "O'Neill",
  "'tis",
  'Smith, "Jr."',
  'two\r\nlines',
  ' spaces ',
  '＝full width',
  '\tafter a tab',
  'Zoë 😀',
]

test('no cell of an export is a formula, and importing it again changes nothing', async () => {
  const ada = await newOrganization(app)
  for (const [index, lastName] of texts.entries()) {
    await newContact(ada, { phoneNumber: `+1415555${1000 + index}`, lastName, status: lastName.slice(0, 100) })
  }
  const answer = await exported(ada)
  assert.equal(answer.charCodeAt(0), 0xfeff)
  const rows = parse<Record<string, string>>(answer, { bom: true, columns: true })
  assert.equal(rows.length, texts.length)
  for (const row of rows) {
    for (const [name, cell] of Object.entries(row)) {
      if (name !== 'Phone number') assert.doesNotMatch(cell, /^[=+\-@\t\r＝]/)
    }
  }
  assert.deepEqual(numbersIn(rows), Object.keys(await contactsOf(ada)).toSorted())

  const before = await contactsOf(ada)
  const { _id: id, mapping } = await upload(ada, answer)
  assert.deepEqual(
    mapping.map(({ field }) => field),
    'firstName lastName phoneNumber email status process source tags owner assignees isAutopilot'.split(' '),
  )
  const done = await runImport(ada, id, { duplicates: 'update' })
  assert.deepEqual([done.created, done.updated, done.skipped], [0, 0, texts.length])
  assert.ok(done.problems.every(({ code }) => code === 'unchanged'))
  assert.deepEqual(await contactsOf(ada), before)
  assert.deepEqual(await eventsOf(ada, 'contact.updated'), [])
})

test('contacts that are exported, deleted and imported again are the same, with all that is theirs', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const fields = { plan: { name: 'Plan', dataType: 'string' }, owner: { name: 'Owner', dataType: 'number' } }
  const sections = [{ name: 'More', properties: fields }]
  const set = await ada.call('PUT', `/api/organizations/sections/${ada.user.organizationId}`, { sections })
  assert.equal(set.statusCode, 200, set.body)
  const own = {
    plan: '=gold',
    owner: -1.5,
    email: 'jane@example.com',
    isAutopilot: true,
    status: 'Won',
    source: 'Fair',
  }
  const people = { userId: rep.user.id, assignees: [ada.user.id, rep.user.id] }
  const jane = await newContact(ada, { phoneNumber: one, ...own, ...people })
  await newContact(ada, { phoneNumber: two, firstName: null, assignees: [] })
  await ada.call('PUT', `/api/contacts/${jane._id}/tags`, { tags: ['vip', 'a; "b", c'] })
  const before = await contactsOf(ada)
  const file = await exported(ada)
  await ada.call('DELETE', `/api/contacts/${jane._id}`)

  const { _id: id } = await upload(ada, file)
  const done = await runImport(ada, id, { duplicates: 'update' })
  assert.deepEqual([done.created, done.updated, done.skipped], [1, 0, 1], JSON.stringify(done.problems))
  const after = await contactsOf(ada)
  const again = { _id: '', createdAt: '', updatedAt: '', assignees: [], __v: 0, isUpdated: false }
  assert.deepEqual({ ...after[one], ...again }, { ...before[one], ...again })
  assert.deepEqual(after[one]?.assignees.toSorted(), people.assignees.toSorted())
  assert.deepEqual(after[two], before[two])
  const [row] = parse<Record<string, string>>(file, { bom: true, columns: true })
  assert.deepEqual([row?.['Owner'], row?.['Owner name']], [rep.user.email, rep.user.fullName])
  assert.deepEqual([row?.['Plan'], row?.['customFields.owner']], ["'=gold", '-1.5'])
})

test('who wrote from a short code comes back as they are', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  await newInbound(ada, channel, { from: '24365' })
  const { _id: id } = await upload(ada, await exported(ada))
  const done = await runImport(ada, id, { duplicates: 'update' })
  assert.deepEqual([done.created, done.updated, done.problems[0]?.code], [0, 0, 'unchanged'])
})

test('an export holds what the list with the same filters shows, and only what one may see', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await newContact(ada, { phoneNumber: one, firstName: 'Jane', status: 'Won' })
  await newContact(rep, { phoneNumber: two, firstName: 'John', status: 'Lost' })
  for (const [person, query, expected] of [
    [ada, '', [one, two]],
    [rep, '', [two]],
    [ada, '?status=Won', [one]],
    [ada, '?search=john', [two]],
    [ada, '?ownerFilter=my', [one]],
    [ada, '?dateRange=%7B%22endDate%22%3A%222020-01-01%22%7D', []],
  ] as const) {
    const listed = (await person.call('GET', `/api/contacts${query}`)).json().data as Array<{ phoneNumber: string }>
    const rows = parse<Record<string, string>>(await exported(person, query), { bom: true, columns: true })
    assert.deepEqual(numbersIn(rows), expected, query)
    assert.deepEqual(listed.map(({ phoneNumber }) => phoneNumber).toSorted(), expected, query)
  }
})

test('more than a page is exported once each, with owner and assignees', async () => {
  const ada = await newOrganization(app)
  const numbers = Array.from({ length: 2300 }, (_, index) => `+1415555${1000 + index}`)
  const { _id: id } = await upload(ada, `Phone\n${numbers.join('\n')}\n`)
  await runImport(ada, id)
  const rows = parse<Record<string, string>>(await exported(ada), { bom: true, columns: true })
  assert.deepEqual(numbersIn(rows), numbers)
  assert.deepEqual([rows[0]?.['Owner'], rows[0]?.['Assignees']], [ada.user.email, ada.user.email])
})

function numbersIn(rows: Array<Record<string, string>>): string[] {
  return rows.map((row) => row['Phone number'] ?? '').toSorted()
}

async function exported(person: Person, query = ''): Promise<string> {
  const answer = await person.call('GET', `/api/contacts/export${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.match(String(answer.headers['content-type']), /^text\/csv/)
  return answer.body
}
