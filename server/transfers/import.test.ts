import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  loggedIn,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newNumber,
  newOrganization,
  newSuperadmin,
} from '../../test/factories.ts'
import { dumpOf } from '../../test/routes/dump.ts'
import { bring, exportText, send, toLines, toText } from '../../test/transfers.ts'
import { newWholeOrganization } from '../../test/whole-organization.ts'
import { erasePiece } from '../erasure/pieces.ts'

const server = await startApp()
const { app, db } = server
const { people, things } = await newWholeOrganization(server)
const origin = await exportText(people.admin)

test('only an organization that has nothing yet can be imported into', async () => {
  const admin = await newOrganization(app)
  await newContact(admin)
  const answer = await send(admin, origin)
  assert.equal(answer.statusCode, 409)
  assert.equal(answer.json().error.code, 'organization_not_empty')
  assert.match(answer.json().message, /contacts/)
})

test('a channel alone is not nothing', async () => {
  const admin = await newOrganization(app)
  await newChannel(admin)
  assert.equal((await send(admin, origin)).statusCode, 409)
})

test('a second import while one runs is refused, and the first is readable', async () => {
  const admin = await newOrganization(app)
  const first = await send(admin, gzipSync(origin))
  assert.equal(first.statusCode, 202, first.body)
  assert.equal(first.json().status, 'running')
  const second = await send(admin, origin)
  assert.equal(second.json().error.code, 'import_running')
  const read = await admin.call('GET', `/api/organizations/${admin.user.organizationId}/import`)
  assert.equal(read.json()._id, first.json()._id)
})

test('two that are uploaded at once become one import', async () => {
  const admin = await newOrganization(app)
  const answers = await Promise.all([send(admin, origin), send(admin, origin)])
  const statuses = answers.map(({ statusCode }) => statusCode)
  assert.ok(statuses.includes(202) && statuses.includes(409), String(statuses))
})

test('only an admin of it, or a SUPERADMIN, takes an organization along, brings it, or looks how far it is', async () => {
  const admin = await newOrganization(app)
  const url = `/api/organizations/${admin.user.organizationId}`
  const stranger = await newOrganization(app)
  const head = await newColleague(app, admin, 'DEPARTMENT_HEAD')
  for (const [person, status] of [
    [stranger, 404],
    [head, 403],
  ] as const) {
    assert.equal((await person.call('GET', `${url}/export`)).statusCode, status)
    assert.equal((await person.call('GET', `${url}/import`)).statusCode, status)
    assert.equal((await send(person, origin, {}, admin.user.organizationId)).statusCode, status)
  }
  const root = await newSuperadmin(server, await newOrganization(app))
  assert.equal((await root.call('GET', `${url}/export`)).statusCode, 200)
  assert.equal((await send(root, origin, {}, admin.user.organizationId)).statusCode, 202)
})

test('an export leaves its trace', async () => {
  const { user, call } = people.admin
  const logs = await call('GET', `/api/audit-logs?subjectId=${user.organizationId}`)
  const actions = logs.json().auditLogs.map(({ action }: { action: string }) => action)
  assert.ok(actions.includes('organization.exported'), logs.body)
})

test('while somebody is being erased nothing leaves, and afterwards nothing of them', async () => {
  const admin = await newOrganization(app)
  const { organizationId } = admin.user
  const number = newNumber()
  const { contactId } = await newInbound(admin, await newChannel(admin), { from: number, body: 'My secret' })
  const erased = await admin.call('POST', `/api/contacts/${contactId}/erase`)
  assert.equal(erased.statusCode, 202, erased.body)
  const refused = await admin.call('GET', `/api/organizations/${organizationId}/export`)
  assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'erasure_running'])
  const erasing = await db.selectFrom('erasures').selectAll().where('organizationId', '=', organizationId).execute()
  for (let piece = 0; piece < 40; piece++) {
    await erasePiece(db, server.tools.vault, { organizationId, id: erasing[0]!.id, piece })
  }
  const file = await exportText(admin)
  for (const trace of [number, 'My secret']) assert.ok(!file.includes(trace), trace)
})

test('whoever only asks about an export holds up nobody', async () => {
  const url = `/api/organizations/${people.admin.user.organizationId}/export`
  for (let times = 0; times < 6; times++) assert.equal((await people.admin.call('HEAD', url)).statusCode, 200)
  assert.equal((await people.admin.call('GET', url)).statusCode, 200)
})

test('no secret leaves', async () => {
  const { organizationId } = people.admin.user
  const users = await db
    .selectFrom('users')
    .select('passwordHash')
    .where('organizationId', '=', organizationId)
    .execute()
  const channels = await db
    .selectFrom('channels')
    .select('credentials')
    .where('organizationId', '=', organizationId)
    .execute()
  const secrets = [...users.map((each) => each.passwordHash), ...channels.map((each) => each.credentials)]
  assert.ok(secrets.length > 3)
  for (const secret of secrets) assert.ok(secret && !origin.includes(secret))
})

test('who works here under the same email is the same person, and stays who they are', async () => {
  const admin = await newOrganization(app, { fullName: 'Here Already' })
  const renamed = origin.replaceAll(people.rep.user.email, admin.user.email)
  const brought = await bring(server, admin, renamed)
  assert.equal(brought.status, 'completed', JSON.stringify(brought.error))
  const owned = await admin.call('GET', `/api/contacts?ownerFilter=${admin.user.id}`)
  assert.ok(owned.json().total > 0)
  const { email, organizationId } = admin.user
  const same = await db
    .selectFrom('users')
    .select('fullName')
    .where('organizationId', '=', organizationId)
    .where('email', '=', email)
    .execute()
  assert.deepEqual(same, [{ fullName: 'Here Already' }])
  assert.ok((await loggedIn(app, admin.user.email, admin.password)).token)
})

test('whose email logs in elsewhere on this server cannot log in here, and is named', async () => {
  const admin = await newOrganization(app)
  const brought = await bring(server, admin, origin)
  assert.ok(brought.emailsTaken.includes(people.rep.user.email))
  const { user } = await loggedIn(app, people.rep.user.email, people.rep.password)
  assert.equal(user.organizationId, things.organization)
})

test('whose email is new here logs in once there is a new password, and not before', async () => {
  const admin = await newOrganization(app)
  const emails = toLines(origin).flatMap(({ table, row }) => (table === 'users' ? [String(row!['email'])] : []))
  const moved = emails.reduce((text, email) => text.replaceAll(email, `moved-${email}`), origin)
  const brought = await bring(server, admin, moved)
  assert.deepEqual(brought.emailsTaken, [])
  const email = `moved-${people.rep.user.email}`
  const refused = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email, password: people.rep.password },
  })
  assert.equal(refused.statusCode, 401)
  const user = await db
    .selectFrom('users')
    .select('id')
    .where('organizationId', '=', admin.user.organizationId)
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  const offered = await admin.call('POST', '/api/user/reset-password', { userId: user.id })
  const token = String(offered.json().resetLink).split('#')[1]
  const chosen = { token, password: 'another battery staple' }
  const reset = await app.inject({ method: 'POST', url: '/api/auth/reset-password', payload: chosen })
  assert.equal(reset.statusCode, 200, reset.body)
  assert.ok((await loggedIn(app, email, chosen.password)).token)
})

const lines = toLines(origin)
const at = (table: string) => lines.findIndex((line) => line.table === table)
const changed = (table: string, fields: object) =>
  lines.map((line, index) => (index === at(table) ? { table, row: { ...line.row, ...fields } } : line))
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const broken: Record<string, [string | Buffer, number]> = {
  nothing: ['', 1],
  'a word': ['nonsense', 1],
  'another JSON': ['{"a":1}\n', 1],
  'another version': [toText([{ ...lines[0], version: 2 }, ...lines.slice(1)]), 1],
  'no last line': [toText(lines.slice(0, -1)), lines.length],
  'half a line': [origin.slice(0, -30), lines.length],
  'half a packed file': [gzipSync(origin).subarray(0, -100), 0],
  'something after the end': [`${origin}{}\n`, lines.length + 1],
  'a table that never leaves': [toText([lines[0]!, { table: 'api_keys', row: {} }]), 2],
  'a table that is no table': [toText([lines[0]!, { table: '__proto__', row: {} }]), 2],
  'a table out of order': [toText([...lines.slice(0, -1), lines[at('departments')]!, lines.at(-1)!]), lines.length],
  'a row too few': [toText(lines.filter((_line, index) => index !== at('messages'))), lines.length - 1],
  'an unknown column': [toText(changed('contacts', { organizationId: 'f'.repeat(24) })), at('contacts') + 1],
  'a column that stays': [toText(changed('users', { passwordHash: 'x' })), at('users') + 1],
  'a number as a name': [toText(changed('contacts', { firstName: 12 })), at('contacts') + 1],
  'an id that is none': [toText(changed('contacts', { id: '../../etc/passwd' })), at('contacts') + 1],
  'a time that is none': [toText(changed('contacts', { createdAt: '2026-02-30T00:00:00.000Z' })), at('contacts') + 1],
  'a NUL': [toText(changed('contacts', { firstName: 'a\0' })), at('contacts') + 1],
  'half a surrogate pair': [toText(changed('contacts', { firstName: '\ud800' })), at('contacts') + 1],
  'a conversation that was being erased': [
    toText(changed('conversations', { contactId: null })),
    at('conversations') + 1,
  ],
  'a list as an object': [toText(changed('contacts', { customFields: [] })), at('contacts') + 1],
  'JSON of 10,000 levels': [
    toText(changed('events', { data: {} })).replace('"data":{}', `"data":${deep(10_000)}`),
    at('events') + 1,
  ],
  'a line of 10 MB': [toText(changed('contacts', { firstName: 'x'.repeat(10_000_000) })), at('contacts') + 1],
  'bytes that are no UTF-8': [
    Buffer.concat([Buffer.from(toText(lines.slice(0, 2))), Buffer.from([0xff, 0xfe, 10])]),
    3,
  ],
  'a changed file': [changedFile({ data: Buffer.from('other bytes').toString('base64') }), 0],
  'a file that is no base64': [changedFile({ data: '***' }), 0],
  'the bytes of another file': [changedFile({ file: 'f'.repeat(24) }), 0],
}

function changedFile(fields: object): string {
  const index = lines.findIndex((line) => 'data' in line)
  return toText(lines.map((line, each) => (each === index ? { ...line, ...fields } : line)))
}

for (const [what, [file, line]] of Object.entries(broken)) {
  test(`a file that is not as it should be is refused with its line, and leaves nothing: ${what}`, async () => {
    const admin = await newOrganization(app)
    const before = await dumpOf(server.databaseUrl)
    const answer = await send(admin, file)
    assert.equal(answer.statusCode, 400, answer.body.slice(0, 300))
    const said = Number(/^Line (\d+): /.exec(answer.json().message)?.[1])
    if (line > 0) assert.equal(said, line, answer.json().message)
    assert.ok(said > 0)
    assert.deepEqual(await dumpOf(server.databaseUrl), before)
  })
}
