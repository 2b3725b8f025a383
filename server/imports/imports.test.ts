import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { parse } from 'csv-parse/sync'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { contactsOf, dryRun, readImport, runImport, upload } from '../../test/imports.ts'
import { importPiece } from './steps/run.ts'

const { app, db } = await startApp({ worker: true })
const [one, two, three] = ['+14155552671', '+14155552672', '+14155552673'] as const

test('rows become contacts, each with an event, and what cannot is named', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await upload(ada, readFileSync(path.join(import.meta.dirname, 'steps/testdata/plain.csv')))
  const done = await runImport(ada, id)
  assert.deepEqual([done.rows, done.processed, done.created, done.updated, done.skipped], [5, 5, 3, 0, 2])
  const contacts = await contactsOf(ada)
  const jane = contacts[one]!
  assert.deepEqual([jane.firstName, jane.lastName, jane.email], ['Jane', 'Smith, Jr.', 'jane@example.com'])
  assert.deepEqual([jane.source, jane.status, jane.userId], ['CSV Upload', 'New Lead', ada.user.id])
  assert.deepEqual(jane.assignees, [ada.user.id])
  assert.deepEqual([contacts[two]?.firstName, contacts[two]?.lastName], ['Line one\nLine two', 'said "hi"'])
  assert.deepEqual(
    done.problems.map(({ row, code }) => [row, code]),
    [
      [5, 'no_phone_number'],
      [6, 'invalid_phone_number'],
    ],
  )
  const bad = contacts['+14155552673']!
  assert.deepEqual([bad.firstName, bad.email], ['Bad', null])
  const reason = 'Left out: "not an email" is not an email address.'
  assert.deepEqual(
    [done.warned, done.warnings],
    [1, [{ row: 7, code: 'invalid_email', reason, column: 3, value: 'not an email' }]],
  )
  const created = await eventsOf(ada, 'contact.created')
  assert.deepEqual(
    created.map(({ subjectId }) => subjectId).toSorted(),
    [jane._id, contacts[two]!._id, bad._id].toSorted(),
  )
  assert.equal(created[0]?.actorId, ada.user.id)
  assert.deepEqual(created[0]?.data['assignees'], [ada.user.id])
  assert.equal((await eventsOf(ada, 'import.finished')).length, 1)
  const [news, ...more] = (await ada.call('GET', '/api/notifications')).json().notifications
  assert.deepEqual([news.subjectType, news.subjectId, more.length], ['import', id, 0])
  assert.match(news.text, /3 created, 0 updated, 2 skipped; what could not be read was left out of 1 of them/)
})

test('what became of each row can be downloaded beside the row, safe for a spreadsheet', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await upload(ada, `Phone,Name,Note\n${one},Jane,=1+1\nnonsense,John,"two\nlines"\n`)
  await runImport(ada, id)
  const answer = await ada.call('GET', `/api/contacts/imports/${id}/results`)
  assert.match(String(answer.headers['content-type']), /^text\/csv/)
  const [header, jane, john] = parse(answer.body, { bom: true })
  assert.deepEqual(header?.slice(0, 5), ['Phone', 'Name', 'Note', 'Import row', 'Import result'])
  assert.deepEqual(jane?.slice(0, 5), [one, 'Jane', "'=1+1", '2', 'created'])
  assert.deepEqual(john?.slice(0, 5), ['nonsense', 'John', 'two\nlines', '3', 'skipped'])
  assert.match(john?.[5] ?? '', /not a phone number/)
  const skipped = await ada.call('GET', `/api/contacts/imports/${id}/results?outcome=skipped`)
  assert.equal(parse(skipped.body, { bom: true }).length, 2)
})

const file = `Phone,First name,Last name,Status\n${one},Janet,Doe,\n${two},New,,Hot\n(415) 555-2672,Newer,Name,\n`
const choices = [
  ['skip', [1, 0, 2], ['Jane', null], ['New', null]],
  ['update', [1, 2, 0], ['Janet', 'Doe'], ['Newer', 'Name']],
  ['fill', [1, 2, 0], ['Jane', 'Doe'], ['New', 'Name']],
] as const
for (const [duplicates, counts, first, second] of choices) {
  test(`where duplicates ${duplicates}, the dry run says so, changes nothing, and the import does it`, async () => {
    const ada = await newOrganization(app)
    await newContact(ada, { phoneNumber: one, firstName: 'Jane', status: 'Won' })
    const before = await contactsOf(ada)
    const { _id: id } = await upload(ada, file)
    const checked = await dryRun(ada, id, { duplicates })
    assert.deepEqual([checked.created, checked.updated, checked.skipped], counts)
    assert.deepEqual(await contactsOf(ada), before)

    const done = await runImport(ada, id)
    assert.deepEqual([done.created, done.updated, done.skipped], counts)
    assert.deepEqual(done.problems, checked.problems)
    const contacts = await contactsOf(ada)
    assert.deepEqual([contacts[one]?.firstName, contacts[one]?.lastName], first)
    assert.deepEqual([contacts[two]?.firstName, contacts[two]?.lastName], second)
    assert.deepEqual([contacts[one]?.status, contacts[two]?.status], ['Won', 'Hot'])
    const changed = await eventsOf(ada, 'contact.updated')
    assert.equal(changed.length, duplicates === 'skip' ? 0 : 1)
  })
}

test('a number twice in the file is said to be so, also when a thousand rows are between', async () => {
  const ada = await newOrganization(app)
  const rows = Array.from({ length: 1500 }, (_, index) => `+1415555${String(1000 + (index % 1499))}`)
  const { _id: id } = await upload(ada, `Phone\n${rows.join('\n')}\n`)
  const checked = await dryRun(ada, id)
  assert.deepEqual([checked.created, checked.skipped], [1499, 1])
  const done = await runImport(ada, id)
  assert.deepEqual([done.created, done.skipped], [1499, 1])
  assert.deepEqual(done.problems, [
    { row: 1501, code: 'duplicate_in_file', reason: 'Row 2 has the same number.', column: 0, value: '+14155551000' },
  ])
  assert.deepEqual(done.problems, checked.problems)
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 1499)
})

test('a contact that the importer does not see is neither changed nor shown', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const theirs = await newContact(ada, { phoneNumber: one, firstName: 'Jane' })
  const { _id: id } = await upload(rep, `Phone,First name\n${one},Changed\n${two},Mine\n`)
  const done = await runImport(rep, id, { duplicates: 'update' })
  assert.deepEqual([done.created, done.updated, done.problems[0]?.code], [1, 0, 'not_yours'])
  assert.equal((await contactsOf(ada))[one]?.firstName, 'Jane')
  assert.deepEqual(Object.keys(await contactsOf(rep)), [two])
  const results = await rep.call('GET', `/api/contacts/imports/${id}/results`)
  assert.ok(!results.body.includes(theirs._id))
})

test('an admin chooses the owner; whoever else imports is the owner', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const own = await upload(ada, `Phone\n${one}\n`)
  await runImport(ada, own._id, { userId: rep.user.id })
  const contact = (await contactsOf(rep))[one]!
  assert.deepEqual([contact.userId, contact.assignees], [rep.user.id, [rep.user.id]])
  const { _id: id } = await upload(rep, `Phone\n${two}\n`)
  const refused = await rep.call('POST', `/api/contacts/imports/${id}/start`, { userId: ada.user.id })
  assert.deepEqual([refused.statusCode, refused.json().error.code], [403, 'owner_not_allowed'])
  assert.equal((await readImport(rep, id)).status, 'ready')
})

test('an import is its user’s and the admins’, and nobody else’s', async () => {
  const ada = await newOrganization(app)
  const [rep, other] = [await newColleague(app, ada, 'SALES_REP'), await newColleague(app, ada, 'DEPARTMENT_HEAD')]
  const { _id: id } = await upload(rep, `Phone\n${one}\n`)
  for (const [method, verb] of [
    ['GET', ''],
    ['GET', '/results'],
    ['POST', '/cancel'],
    ['POST', '/undo'],
    ['DELETE', ''],
  ] as const) {
    assert.equal((await other.call(method, `/api/contacts/imports/${id}${verb}`)).statusCode, 404, `${method} ${verb}`)
  }
  assert.deepEqual((await other.call('GET', '/api/contacts/imports')).json().imports, [])
  assert.equal((await ada.call('GET', '/api/contacts/imports')).json().imports.length, 1)
  assert.equal((await readImport(ada, id)).status, 'ready')
})

test('started twice at once it is imported once', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await upload(ada, `Phone\n${one}\n`)
  const answers = await atOnce(5, () => ada.call('POST', `/api/contacts/imports/${id}/start`, {}))
  const codes = answers.map(({ statusCode }) => String(statusCode)).toSorted()
  assert.deepEqual(codes, ['202', '409', '409', '409', '409'])
  await until(async () => (await readImport(ada, id)).status === 'completed')
  assert.equal((await eventsOf(ada, 'contact.created')).length, 1)
})

test('the same piece handled again and again, or at once, doubles no row', async () => {
  const ada = await newOrganization(app)
  const { _id: importId } = await upload(ada, `Phone\n${numbers(2500).join('\n')}\n`)
  await ada.call('POST', `/api/contacts/imports/${importId}/start`, {})
  const { organizationId } = ada.user
  for (const position of [0, 1, 0, 2, 1, 2]) {
    await atOnce(2, () => importPiece(db, { organizationId, importId, phase: 'running', position }))
  }
  const done = await until(async () => {
    const row = await readImport(ada, importId)
    return row.status === 'completed' && row
  })
  assert.deepEqual([done.created, done.skipped], [2500, 0])
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 2500)
  assert.equal((await ada.call('GET', '/api/notifications')).json().notifications.length, 1)
})

test('contacts made by hand while the import runs are duplicates, and nobody loses one', async () => {
  const ada = await newOrganization(app)
  const all = numbers(300)
  const { _id: id } = await upload(ada, `Phone\n${all.join('\n')}\n`)
  const [done, ...made] = await Promise.all([
    runImport(ada, id),
    ...all.slice(0, 20).map((phoneNumber) => ada.call('POST', '/api/contact', { phoneNumber })),
  ])
  const byHand = made.filter(({ statusCode }) => statusCode === 201).length
  assert.ok(made.every(({ statusCode }) => [201, 409].includes(statusCode)))
  assert.deepEqual([done.created, done.skipped], [300 - byHand, byHand])
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 300)
})

test('a canceled import goes no further, and a finished one cannot be canceled', async () => {
  const ada = await newOrganization(app)
  const { _id: importId } = await upload(ada, `Phone\n${one}\n`)
  assert.equal((await cancel(ada, importId)).json().status, 'canceled')
  assert.equal((await cancel(ada, importId)).statusCode, 200)
  assert.equal((await ada.call('POST', `/api/contacts/imports/${importId}/start`, {})).statusCode, 409)
  await importPiece(db, { organizationId: ada.user.organizationId, importId, phase: 'running', position: 0 })
  assert.deepEqual(await contactsOf(ada), {})
  assert.equal((await eventsOf(ada, 'import.canceled')).length, 1)

  const { _id: finished } = await upload(ada, `Phone\n${two}\n`)
  await runImport(ada, finished)
  assert.equal((await cancel(ada, finished)).statusCode, 409)
})

test('a mapping must name a number, fields and columns that are there, and each once', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await upload(ada, `A,B\n${one},Jane\n`)
  const phone = { column: 0, field: 'phoneNumber' }
  for (const mapping of [
    [{ column: 1, field: 'firstName' }],
    [phone, { column: 2, field: 'firstName' }],
    [phone, { column: 1, field: 'shoeSize' }],
    [phone, { column: 0, field: 'email' }],
    [phone, { column: 1, field: 'phoneNumber' }],
  ]) {
    const answer = await ada.call('POST', `/api/contacts/imports/${id}/dry-run`, { mapping })
    assert.ok([400, 422].includes(answer.statusCode), JSON.stringify(mapping))
  }
  await runImport(ada, id, { mapping: [phone, { column: 1, field: 'lastName' }] })
  assert.equal((await contactsOf(ada))[one]?.lastName, 'Jane')
})

const spelled = [
  ['fullName', 'Jane van Dyke', ['Jane', 'van Dyke']],
  ['fullName', 'van Dyke, Jane', ['Jane', 'van Dyke']],
  ['fullName', 'Cher', ['Cher', null]],
] as const
for (const [field, text, names] of spelled) {
  test(`the ${field} ${text} is read as ${names.join(' | ')}`, async () => {
    const ada = await newOrganization(app)
    const { _id: id } = await upload(ada, `Phone;Name\n${one};${text}\n`)
    await runImport(ada, id)
    const contact = (await contactsOf(ada))[one]!
    assert.deepEqual([contact.firstName, contact.lastName], names)
  })
}

test('what a spreadsheet has made of numbers is read where it can be, and named where not', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await upload(ada, `Phone\n33612345678\n4.47911E+11\n'${three}\n`)
  const done = await runImport(ada, id)
  assert.deepEqual(Object.keys(await contactsOf(ada)).toSorted(), [three, '+33612345678'].toSorted())
  assert.match(done.problems[0]?.reason ?? '', /format the column as text/)
})

test('a forgotten import is gone, and its contacts are not', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await upload(ada, `Phone\n${one}\n`)
  await runImport(ada, id)
  assert.equal((await ada.call('DELETE', `/api/contacts/imports/${id}`)).statusCode, 200)
  assert.equal((await ada.call('DELETE', `/api/contacts/imports/${id}`)).statusCode, 404)
  assert.deepEqual(Object.keys(await contactsOf(ada)), [one])
})

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `+1415555${String(1000 + index)}`)
}

function cancel(person: Person, id: string) {
  return person.call('POST', `/api/contacts/imports/${id}/cancel`)
}
