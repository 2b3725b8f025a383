import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { bring, exportText, send, toLines, toText } from '../../test/transfers.ts'
import { newWholeOrganization } from '../../test/whole-organization.ts'
import { hashOptOuts } from '../contacts/erased-opt-outs.ts'
import { transact } from '../platform/database.ts'
import type { Storage } from '../platform/storage.ts'
import { Ids } from './arrival/ids.ts'
import { runImport } from './running.ts'
import { sections } from './tables.ts'

const server = await startApp()
const { app, db, config, storage } = server
const { people } = await newWholeOrganization(server)
const origin = await exportText(people.admin)
const lines = toLines(origin)
const at = (table: string) => lines.findIndex((line) => line.table === table)
const changed = (table: string, fields: object) =>
  toText(lines.map((line, index) => (index === at(table) ? { table, row: { ...line.row, ...fields } } : line)))

const stranger = await newOrganization(app)
const theirContact = await newContact(stranger)

const impossible: Record<string, [file: string, line: number]> = {
  'a contact of another organization': [changed('contact_notes', { contactId: theirContact._id }), at('contact_notes')],
  'a user of another organization': [changed('contacts', { userId: stranger.user.id }), at('contacts')],
  'an id that stands there twice': [
    toText(lines.map((line, index) => (index === at('contacts') + 1 ? lines[index - 1]! : line))),
    at('contacts') + 1,
  ],
  'a number that no column holds': [changed('contacts', { version: 9_999_999_999 }), at('contacts')],
  'a status that there is not': [changed('messages', { status: 'sending' }), at('messages')],
  'a type that is a header of its own': [changed('files', { contentType: 'a/b\r\nSet-Cookie: c' }), at('files')],
  'an email in capitals': [changed('users', { email: 'ADA@EXAMPLE.COM' }), at('users')],
  'a country that there is not': [changed('organizations', { country: 'XX' }), at('organizations')],
}

for (const [what, [file, index]] of Object.entries(impossible)) {
  test(`what cannot be kept is named by its line, and the organization is as empty as before: ${what}`, async () => {
    const admin = await newOrganization(app)
    const failed = await bring(server, admin, file)
    assert.equal(failed.status, 'failed')
    assert.equal(failed.error?.line, index + 1, failed.error?.message)
    await assertEmpty(admin)
    assert.equal((await bring(server, admin, origin)).status, 'completed', 'and then it takes the right one')
  })
}

test('an id of another organization is never what it says, wherever it stands', async () => {
  const admin = await newOrganization(app)
  const data = { contactId: theirContact._id, [theirContact._id]: [theirContact._id] }
  await bring(server, admin, changed('events', { subjectId: theirContact._id, data }))
  const again = await exportText(admin)
  assert.ok(!again.includes(theirContact._id))
  assert.ok(again.includes(new Ids(config.encryptionKey, admin.user.organizationId, 'x').of(theirContact._id)))
})

test('nobody meets half an organization', async () => {
  const admin = await newOrganization(app)
  const key = await upload(admin)
  const seen: number[] = []
  const watching = slowly(async () => {
    const answer = await admin.call('GET', '/api/contacts')
    seen.push(answer.json().total)
  })
  await runImport({ db, storage: watching, encryptionKey: config.encryptionKey }, key)
  assert.ok(seen.length > 2)
  assert.deepEqual([...new Set(seen)], [0])
  assert.ok((await admin.call('GET', '/api/contacts')).json().total > 0)
})

test('what was broken off in the middle begins anew, and is there once', async () => {
  const admin = await newOrganization(app)
  const key = await upload(admin)
  let chunks = 0
  const dying = slowly(() => {
    if (++chunks > 20) throw new Error('The storage is gone.')
  })
  const landing = { db, storage: dying, encryptionKey: config.encryptionKey }
  await assert.rejects(runImport(landing, key), /storage is gone/)
  await assertEmpty(admin)
  await runImport({ ...landing, storage }, key)
  await runImport({ ...landing, storage }, key)
  const own = toLines(origin).filter(({ table }) => table === 'contacts').length
  assert.equal((await admin.call('GET', '/api/contacts')).json().total, own)
})

test('a server that stops lets go of an import, and it begins anew', async () => {
  const admin = await newOrganization(app)
  const key = await upload(admin)
  const landing = { db, storage, encryptionKey: config.encryptionKey }
  await assert.rejects(runImport(landing, key, AbortSignal.abort()), /server stops/)
  await assertEmpty(admin)
  const read = await admin.call('GET', `/api/organizations/${admin.user.organizationId}/import`)
  assert.equal(read.json().status, 'running')
})

test('where somebody begins to work meanwhile, nothing is brought', async () => {
  const admin = await newOrganization(app)
  const key = await upload(admin)
  await newContact(admin)
  await runImport({ db, storage, encryptionKey: config.encryptionKey }, key)
  const read = await admin.call('GET', `/api/organizations/${admin.user.organizationId}/import`)
  assert.equal(read.json().error.code, 'organization_not_empty')
  assert.equal((await admin.call('GET', '/api/contacts')).json().total, 1)
})

test('a contact that is made meanwhile in a pipeline of its own is not run over either', async () => {
  const admin = await newOrganization(app)
  const made = await admin.call('POST', '/api/pipelines/create', { name: 'Renewals', stages: ['Due'] })
  assert.equal(made.statusCode, 201, made.body)
  const key = await upload(admin)
  await newContact(admin, { pipelineId: made.json().data._id })
  await runImport({ db, storage, encryptionKey: config.encryptionKey }, key)
  const read = await admin.call('GET', `/api/organizations/${admin.user.organizationId}/import`)
  assert.equal(read.json().error.code, 'organization_not_empty')
  assert.equal((await admin.call('GET', '/api/contacts')).json().total, 1)
})

test('pipelines of which none is the first, or none the default, are refused', async () => {
  for (const fields of [{ isFirst: false }, { defaultSince: null }]) {
    const admin = await newOrganization(app)
    const pipelines = lines.map(({ table, row, ...rest }) =>
      table === 'pipelines' ? { table, row: { ...row, ...fields } } : { table, row, ...rest },
    )
    const failed = await bring(server, admin, toText(pipelines))
    assert.equal(failed.error?.code, 'broken_export')
    await assertEmpty(admin)
  }
})

test('contacts of each pipeline follow the new names of their stages, and no others do', async () => {
  const admin = await newOrganization(app)
  const renames = [{ from: 'New Lead', to: 'Due' }]
  const second = lines.find(({ table, row }) => table === 'pipelines' && row!['isFirst'] === false)!
  const renamed = lines.map((line) =>
    line === second ? { ...line, row: { ...line.row, renames, renamedAt: '2999-01-01T09:00:00.000Z' } } : line,
  )
  const inSecond = (row: Record<string, unknown>) => row['pipelineId'] === second.row!['id']
  const left = renamed.map((line) =>
    line.table === 'contacts' && inSecond(line.row!) ? { ...line, row: { ...line.row, status: 'New Lead' } } : line,
  )
  assert.equal((await bring(server, admin, toText(left))).status, 'completed')
  const found = await db
    .selectFrom('contacts')
    .select(['pipelineId', 'status'])
    .where('organizationId', '=', admin.user.organizationId)
    .execute()
  const statuses = (isInSecond: boolean) =>
    found.filter(({ pipelineId }) => (pipelineId !== null) === isInSecond).map(({ status }) => status)
  assert.deepEqual([...new Set(statuses(true))], ['Due'])
  assert.ok(statuses(false).includes('New Lead'))
})

test('who had opted out and was erased here is recognized in what is brought', async () => {
  const admin = await newOrganization(app)
  const { organizationId } = admin.user
  const contact = lines.find(({ table, row }) => table === 'contacts' && row!['phoneNumber'] !== null)
  const address = String(contact!.row!['phoneNumber'])
  const optOut = { channelType: 'sms' as const, address, source: 'keyword' as const, optedOutAt: new Date() }
  await transact(db, async (trx) => {
    await trx
      .insertInto('optOuts')
      .values({ organizationId, ...optOut })
      .execute()
    await hashOptOuts(trx, organizationId, [address])
  })
  assert.equal((await bring(server, admin, origin)).status, 'completed')
  const found = await db.selectFrom('optOuts').select('address').where('organizationId', '=', organizationId).execute()
  assert.ok(found.some((each) => each.address === address))
  const { _id } = (await admin.call('GET', `/api/contacts?search=${encodeURIComponent(address)}`)).json().data[0]
  assert.equal((await eventsOf(admin, 'contact.optedOut')).filter(({ subjectId }) => subjectId === _id).length, 1)
})

async function upload(admin: Person): Promise<{ organizationId: string; id: string }> {
  const answer = await send(admin, origin)
  assert.equal(answer.statusCode, 202, answer.body)
  return { organizationId: admin.user.organizationId, id: answer.json()._id }
}

/** In small pieces, and with something before each. */
function slowly(before: () => unknown): Storage {
  async function* inPieces(source: AsyncIterable<Buffer>) {
    for await (const bytes of source) {
      for (let start = 0; start < bytes.length; start += 2000) {
        await before()
        yield bytes.subarray(start, start + 2000)
      }
    }
  }
  return { ...storage, readStream: (key) => Readable.from(inPieces(storage.readStream(key)), { objectMode: false }) }
}

/** Neither rows nor files, nor what was uploaded. */
async function assertEmpty({ user }: Person): Promise<void> {
  const { organizationId } = user
  for (const { name, table } of sections) {
    if (['organizations', 'users', 'user_links', 'events', 'audit_logs'].includes(name)) continue
    const rows = await db
      .selectFrom(table as 'contacts')
      .select('organizationId')
      .where('organizationId', '=', organizationId)
      .execute()
    assert.deepEqual(rows, [], name)
  }
  const ids = new Ids(config.encryptionKey, organizationId, people.admin.user.organizationId)
  const files = lines.flatMap(({ table, row }) => (table === 'files' ? [ids.of(String(row!['id']))] : []))
  assert.ok(files.length > 0)
  const running = await db
    .selectFrom('organizationImports')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('failedAt', 'is', null)
    .where('finishedAt', 'is', null)
    .execute()
  // What is to begin anew may have left files, which are written again under the same names.
  if (running.length > 0) return
  for (const id of files) await assert.rejects(storage.read(`${organizationId}/${id}`), { code: 'ENOENT' })
}
