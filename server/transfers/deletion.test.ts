import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newColleague, newOrganization, newSuperadmin } from '../../test/factories.ts'
import { picture, upload } from '../../test/files.ts'
import { dumpOf } from '../../test/routes/dump.ts'
import { organizationTables } from '../../test/statement-rules.ts'
import { bring, exportText, send } from '../../test/transfers.ts'
import { insertStaying, newWholeOrganization } from '../../test/whole-organization.ts'
import { transact } from '../platform/database.ts'
import { deletePiece } from './deleting.ts'
import type { DeletePiece } from './deleting.ts'

const server = await startApp()
const { app, db, storage, config } = server
const home = await newOrganization(app)
const root = await newSuperadmin(server, home)

function remove(id: string, name: string, person = root) {
  return person.call('DELETE', `/api/organizations/${id}`, { name })
}

/** As the worker would, piece after piece. */
async function deleteAll(organizationId: string): Promise<number> {
  let pieces = 0
  for (let piece: DeletePiece | undefined = { organizationId, filesAfter: '' }; piece; piece = await nextOf(piece))
    pieces++
  return pieces
}

async function nextOf(piece: DeletePiece): Promise<DeletePiece | undefined> {
  await deletePiece(db, storage, piece)
  const left = await db
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', piece.organizationId)
    .executeTakeFirst()
  return left && { organizationId: piece.organizationId }
}

function filesIn(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
  return found.filter((each) => each.isFile()).map(({ name }) => name)
}

test('nothing of it is left, neither a row nor a file', async () => {
  const { people } = await newWholeOrganization(server)
  const { organizationId } = people.admin.user
  await insertStaying(server, people)
  const folder = path.join(config.dataDir, 'files', organizationId)
  const other = await newWholeOrganization(server)
  const others = await dumpOf(server.databaseUrl, other.people.admin.user.organizationId)
  const filled = Object.entries(await dumpOf(server.databaseUrl, organizationId)).filter(([, rows]) => rows.length > 0)
  const empty = [...organizationTables].filter((name) => !filled.some(([table]) => table === name))
  assert.deepEqual(empty, [])
  assert.ok(filesIn(folder).length > 1)

  assert.equal((await remove(organizationId, 'Acme')).statusCode, 202)
  await deleteAll(organizationId)

  const left = Object.entries(await dumpOf(server.databaseUrl, organizationId)).filter(([, rows]) => rows.length > 0)
  assert.deepEqual(left, [])
  assert.deepEqual(filesIn(folder), [])
  assert.deepEqual(await dumpOf(server.databaseUrl, other.people.admin.user.organizationId), others)
  const told = Object.entries(await dumpOf(server.databaseUrl)).filter(([, rows]) =>
    JSON.stringify(rows).includes(organizationId),
  )
  assert.deepEqual(
    told.map(([table]) => table),
    ['audit_logs', 'events'],
    'only the word of who deleted it',
  )
})

test('its people are out at once, its numbers and emails are free', async () => {
  const admin = await newOrganization(app)
  const rep = await newColleague(app, admin, 'SALES_REP')
  const key = (await rep.call('POST', '/api/user/api-key/regenerate')).json().data.apiKey
  const channel = await newChannel(admin)
  assert.equal((await admin.call('GET', '/api/contacts')).statusCode, 200)
  assert.equal((await remove(admin.user.organizationId, 'Acme')).statusCode, 202)
  for (const token of [admin.token, rep.token, key]) {
    const answer = await app.inject({ url: '/api/contacts', headers: { authorization: `Bearer ${token}` } })
    assert.equal(answer.statusCode, 401)
  }
  const payload = { email: rep.user.email, password: rep.password }
  assert.equal((await app.inject({ method: 'POST', url: '/api/auth/login', payload })).statusCode, 401)
  const next = await newOrganization(app, { email: rep.user.email })
  await newChannel(next, { identifier: channel.identifier })
})

test('it is there for nobody from that moment', async () => {
  const { user } = await newOrganization(app, { organizationName: 'Once' })
  const id = user.organizationId
  await remove(id, 'Once')
  assert.equal((await root.call('GET', `/api/organizations/${id}`)).statusCode, 404)
  assert.equal((await root.call('GET', `/api/contacts?organizationId=${id}`)).statusCode, 404)
  assert.equal((await root.call('GET', `/api/organizations/${id}/export`)).statusCode, 404)
  assert.equal((await send(root, '', {}, id)).statusCode, 404)
  const { organizations, total } = (await root.call('GET', '/api/organizations?search=Once')).json()
  assert.deepEqual([organizations, total], [[], 0])
})

test('deleting twice is deleting once, and who did it is known', async () => {
  const { user } = await newOrganization(app, { organizationName: 'Twice' })
  const id = user.organizationId
  const answers = [await remove(id, 'Twice'), await remove(id, 'Twice')]
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [202, 202],
  )
  const events = (await eventsOf(home, 'organization.deleted')).filter(({ subjectId }) => subjectId === id)
  assert.deepEqual(
    events.map(({ actorId, data }) => [actorId, data]),
    [[root.user.id, { id, name: 'Twice' }]],
  )
  const logs = await home.call('GET', `/api/audit-logs?subjectId=${id}`)
  assert.deepEqual(
    logs.json().auditLogs.map(({ action }: { action: string }) => action),
    ['organization.deleted'],
  )
  await deleteAll(id)
  assert.equal((await remove(id, 'Twice')).statusCode, 404)
})

test('another name, one’s own organization, and whoever is no SUPERADMIN are refused', async () => {
  const admin = await newOrganization(app)
  const id = admin.user.organizationId
  const before = await dumpOf(server.databaseUrl)
  assert.equal((await remove(id, 'acme')).statusCode, 400)
  assert.equal((await remove(id, 'Acme', admin)).statusCode, 403)
  assert.equal((await remove(home.user.organizationId, 'Acme')).json().error.code, 'own_organization')
  assert.equal((await remove('f'.repeat(24), 'Acme')).statusCode, 404)
  assert.deepEqual(await dumpOf(server.databaseUrl), before)
})

test('not while an import into it runs', async () => {
  const admin = await newOrganization(app)
  assert.equal((await send(admin, await exportText(home))).statusCode, 202)
  assert.equal((await remove(admin.user.organizationId, 'Acme')).json().error.code, 'import_running')
})

test('a piece that is done again does no harm, and a crash between leaves the rest to the next', async () => {
  const admin = await newOrganization(app)
  const { organizationId } = admin.user
  await upload(admin, await picture())
  await remove(organizationId, 'Acme')
  const piece = { organizationId, filesAfter: '' }
  await deletePiece(db, storage, piece)
  await deletePiece(db, storage, piece)
  await assert.rejects(
    transact(db, async (trx) => {
      await deletePiece(trx, storage, { organizationId })
      throw new Error('The server died.')
    }),
    /died/,
  )
  assert.ok((await dumpOf(server.databaseUrl, organizationId))['events']!.length > 0)
  await deletePiece(db, storage, { organizationId })
  await deletePiece(db, storage, { organizationId })
  assert.equal(Object.values(await dumpOf(server.databaseUrl, organizationId)).flat().length, 0)
})

test('what was imported goes as well', async () => {
  const { people } = await newWholeOrganization(server)
  const admin = await newOrganization(app)
  assert.equal((await bring(server, admin, await exportText(people.admin))).status, 'completed')
  await remove(admin.user.organizationId, 'Acme')
  await deleteAll(admin.user.organizationId)
  assert.equal(Object.values(await dumpOf(server.databaseUrl, admin.user.organizationId)).flat().length, 0)
})
