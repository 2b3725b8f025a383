import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'csv-parse/sync'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { contactsOf, dryRun, runImport, undo, upload } from '../../test/imports.ts'
import type { ListedContact } from '../../test/imports.ts'

const { app } = await startApp({ worker: true })
const [one, two, three, four] = ['+14155552671', '+14155552672', '+14155552673', '+14155552674'] as const

const properties = {
  plan: { name: 'Plan', dataType: 'select', options: ['Gold', 'Silver'] },
  budget: { name: 'Yearly budget', dataType: 'number' },
  is_vip: { name: 'VIP', dataType: 'boolean' },
  birthday: { name: 'Geburtstag', dataType: 'date' },
  city: { name: 'Город', dataType: 'string' },
}

test('columns become the organization’s own fields, typed, and what does not fit is left out with the reason', async () => {
  const ada = await newOrganizationWith(properties)
  const rows = [
    `${one},gold,"1,200.50",yes,12/31/1990,Москва`,
    `${two},Bronze,,,,`,
    `${three},,a lot,,,`,
    `${four},,,,31/12/1990,`,
  ]
  const uploaded = await upload(ada, `Phone,Plan,yearly_budget,VIP,Geburtstag,ГОРОД\n${rows.join('\n')}\n`)
  assert.deepEqual(
    uploaded.mapping.map(({ field }) => field),
    ['phoneNumber', ...Object.keys(properties).map((key) => `customFields.${key}`)],
  )
  const checked = await dryRun(ada, uploaded._id)
  const done = await runImport(ada, uploaded._id)
  assert.deepEqual(checked.warnings, done.warnings)
  assert.deepEqual([done.created, done.skipped, done.warned, checked.warned], [4, 0, 3, 3])
  assert.ok(done.warnings.every(({ code }) => code === 'invalid_value'))
  assert.match(done.warnings[0]!.reason, /Plan: it takes one of Gold, Silver/)
  assert.match(done.warnings[1]!.reason, /Yearly budget: "a lot" is not a number/)
  assert.match(done.warnings[2]!.reason, /Geburtstag: it takes a date/)
  const own = { plan: 'Gold', budget: 1200.5, is_vip: true, birthday: '1990-12-31', city: 'Москва' }
  assert.deepEqual(ownOf((await contactsOf(ada))[one]!), own)
  assert.equal((await contactsOf(ada))[four]?.['birthday'], undefined)
  const created = await eventsOf(ada, 'contact.created')
  assert.deepEqual(created.find(({ data }) => data['phoneNumber'] === one)?.data['customFields'], own)
})

test('a field that gets another name between upload and start is still the one that was meant', async () => {
  const ada = await newOrganizationWith(properties)
  const { _id: id } = await upload(ada, `Phone,Plan\n${one},Gold\n`)
  const [section] = (await ada.call('GET', sectionsOf(ada))).json()
  const renamed = { ...section, properties: { tariff: section.properties.plan } }
  const answer = await ada.call('PUT', sectionsOf(ada), { sections: [renamed] })
  assert.equal(answer.statusCode, 200, answer.body)
  const done = await runImport(ada, id)
  assert.deepEqual(done.mapping[1], { column: 1, field: 'customFields.tariff' })
  assert.equal((await contactsOf(ada))[one]?.['tariff'], 'Gold')
})

test('fields that are the organization’s own are offered to the organization alone', async () => {
  const ada = await newOrganizationWith(properties)
  const eve = await newOrganization(app)
  const names = async (person: Person): Promise<string[]> =>
    (await person.call('GET', '/api/contacts/imports/fields')).json().fields.map(({ name }: { name: string }) => name)
  assert.ok((await names(ada)).includes('customFields.plan'))
  assert.ok(!(await names(eve)).some((name) => name.startsWith('customFields.')))
  const { _id: id } = await upload(eve, `Phone,Plan\n${one},Gold\n`)
  const mapping = [
    { column: 0, field: 'phoneNumber' },
    { column: 1, field: 'customFields.plan' },
  ]
  assert.equal((await eve.call('POST', `/api/contacts/imports/${id}/start`, { mapping })).statusCode, 400)
})

test('tags stand in one cell; those of a duplicate are joined by them', async () => {
  const ada = await newOrganization(app)
  const jane = await newContact(ada, { phoneNumber: one })
  await ada.call('PUT', `/api/contacts/${jane._id}/tags`, { tags: ['old'] })
  const rows = [`${one},"Fair 2026; NEW,old"`, `${two},"""a, b""; c"`, `${three},${'x'.repeat(51)}`]
  const { _id: id } = await upload(ada, `Phone,Tags\n${rows.join('\n')}\n`)
  const done = await runImport(ada, id, { duplicates: 'update' })
  assert.deepEqual([done.created, done.updated, done.skipped], [2, 1, 0])
  const contacts = await contactsOf(ada)
  assert.deepEqual(contacts[one]?.['tags'], ['old', 'fair 2026', 'new'])
  assert.deepEqual(contacts[two]?.['tags'], ['a, b', 'c'])
  assert.deepEqual([done.warnings[0]?.code, contacts[three]?.['tags']], ['too_long', []])
})

test('a contact gets no more tags than it may have', async () => {
  const ada = await newOrganization(app)
  const jane = await newContact(ada, { phoneNumber: one })
  const tags = Array.from({ length: 49 }, (_, index) => `tag ${index}`)
  await ada.call('PUT', `/api/contacts/${jane._id}/tags`, { tags })
  const { _id: id } = await upload(ada, `Phone,Tags\n${one},a;b\n${two},${[...tags, 'a', 'b'].join(';')}\n`)
  const done = await runImport(ada, id, { duplicates: 'update' })
  assert.deepEqual(
    done.problems.map(({ code }) => code),
    ['too_many_tags', 'too_many_tags'],
  )
})

test('the owner is a colleague by email or full name; who is unknown or meant by two is named', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP', { fullName: 'Rita  Rep' })
  await newColleague(app, ada, 'SALES_REP', { fullName: 'Sam Same' })
  await newColleague(app, ada, 'SALES_REP', { fullName: 'Sam Same' })
  const eve = await newOrganization(app)
  const rows = [
    `${one},${rep.user.email.toUpperCase()}`,
    `${two},rita rep`,
    `${three},Sam Same`,
    `${four},${eve.user.email}`,
  ]
  const uploaded = await upload(ada, `Phone,Contact owner\n${rows.join('\n')}\n`)
  assert.equal(uploaded.mapping[1]?.field, 'owner')
  const done = await runImport(ada, uploaded._id)
  const contacts = await contactsOf(ada)
  for (const number of [one, two]) {
    assert.deepEqual([contacts[number]?.userId, contacts[number]?.assignees], [rep.user.id, [rep.user.id]])
  }
  assert.deepEqual(
    done.problems.map(({ row, code }) => [row, code]),
    [
      [4, 'ambiguous_user'],
      [5, 'unknown_user'],
    ],
  )
  assert.deepEqual(Object.keys(await contactsOf(rep)).toSorted(), [one, two])
})

test('only an admin gives contacts to others, and whoever gets one hears of it', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const mine = await newContact(rep, { phoneNumber: one })
  const file = `Phone,Owner\n${one},${ada.user.email}\n${two},${ada.user.email}\n`
  const { _id: refused } = await upload(rep, file)
  const done = await runImport(rep, refused, { duplicates: 'update' })
  assert.deepEqual(
    done.problems.map(({ code }) => code),
    ['owner_not_allowed', 'owner_not_allowed'],
  )
  const { _id: id } = await upload(ada, file)
  await runImport(ada, id, { duplicates: 'update' })
  const contacts = await contactsOf(ada)
  assert.deepEqual([contacts[one]?.userId, contacts[two]?.userId], [ada.user.id, ada.user.id])
  const reassigned = await eventsOf(ada, 'contact.reassigned')
  assert.deepEqual(
    reassigned.map(({ subjectId }) => subjectId),
    [mine._id],
  )
  assert.equal((await ada.call('GET', `/api/contacts?owner=${ada.user.id}`)).json().total, 2)
})

test('a new contact begins in the first stage of the pipeline', async () => {
  const ada = await newOrganization(app)
  const stages = [{ newStage: 'Fresh' }, { newStage: 'Won' }]
  const changed = await ada.call('POST', '/api/pipelines?type=Contact', { stages })
  assert.equal(changed.statusCode, 200, changed.body)
  const { _id: id } = await upload(ada, `Phone\n${one}\n`)
  await runImport(ada, id)
  assert.equal((await contactsOf(ada))[one]?.status, 'Fresh')
})

test('undoing puts back own fields, tags, owner and assignees, and keeps what others have written', async () => {
  const ada = await newOrganizationWith(properties)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const jane = await newContact(ada, { phoneNumber: one, plan: 'Silver' })
  const john = await newContact(ada, { phoneNumber: two, plan: 'Silver' })
  await ada.call('PUT', `/api/contacts/${jane._id}/tags`, { tags: ['old'] })
  const before = await contactsOf(ada)
  const cells = `Gold,7,new,${rep.user.email},${rep.user.email}`
  const { _id: id } = await upload(ada, `Phone,Plan,Budget,Tags,Owner,Assignees\n${one},${cells}\n${two},${cells}\n`)
  assert.equal((await runImport(ada, id, { duplicates: 'update' })).updated, 2)
  await ada.call('PATCH', `/api/contacts/${john._id}`, { plan: 'Silver' })
  await ada.call('POST', `/api/contacts/${john._id}/tags`, { tags: ['mine'] })

  const undone = await undo(ada, id)
  assert.deepEqual(undone.keptRows, [
    { row: 3, code: 'kept', reason: 'Changed since, and so kept: Plan.', column: null, value: null },
  ])
  const after = await contactsOf(ada)
  assert.deepEqual(stateOf(after[one]!), stateOf(before[one]!))
  assert.deepEqual(stateOf(after[two]!), { ...stateOf(before[two]!), tags: ['mine'] })
  assert.deepEqual(await contactsOf(rep), {})
  const total = (await ada.call('GET', `/api/contacts?owner=${ada.user.id}`)).json().total
  assert.equal(total, 2)
})

test('the results name changed fields as people do', async () => {
  const ada = await newOrganizationWith(properties)
  await newContact(ada, { phoneNumber: one, firstName: 'Jane' })
  const { _id: id } = await upload(ada, `Phone,Budget,First name\n${one},7,Janet\n`)
  await runImport(ada, id, { duplicates: 'update' })
  const answer = await ada.call('GET', `/api/contacts/imports/${id}/results`)
  const [row] = parse<Record<string, string>>(answer.body, { bom: true, columns: true })
  assert.equal(row?.['Changed fields'], 'First name; Yearly budget')
})

async function newOrganizationWith(fields: object): Promise<Person> {
  const ada = await newOrganization(app)
  const sections = [{ name: 'More', properties: fields }]
  const answer = await ada.call('PUT', sectionsOf(ada), { sections })
  assert.equal(answer.statusCode, 200, answer.body)
  return ada
}

function sectionsOf({ user }: Person): string {
  return `/api/organizations/sections/${user.organizationId}`
}

function ownOf(contact: ListedContact): object {
  return Object.fromEntries(Object.keys(properties).map((key) => [key, contact[key]]))
}

function stateOf(contact: ListedContact): object {
  const { userId, assignees, tags } = contact
  return { userId, assignees, tags, ...ownOf(contact) }
}
