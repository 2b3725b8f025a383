import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newOrganization } from '../../test/factories.ts'
import { picture, upload } from '../../test/files.ts'
import { newPeople, newThings } from '../../test/routes/things.ts'
import { bring, exportText, toLines } from '../../test/transfers.ts'
import type { ExportLine } from '../../test/transfers.ts'
import { Ids } from './arrival/ids.ts'
import { sections } from './tables.ts'

const server = await startApp()
const { app, config } = server

const people = await newPeople(server)
const things = await newThings(server, people)
const { admin } = people
const picked = await upload(people.rep, await picture(), '../../picture of "Jane".png')
await admin.call('POST', '/api/messages/send', { contactId: things.contact, content: 'Look', attachments: [picked.key] })
const origin = await exportText(admin)

const target = await newOrganization(app, { organizationName: 'Elsewhere' })
const imported = await bring(server, target, origin)

test('what was brought is what was taken along, but for ids and what must not happen twice', async () => {
  assert.equal(imported.status, 'completed', JSON.stringify(imported.error))
  const { organizationId } = target.user
  const ids = new Ids(config.encryptionKey, organizationId, admin.user.organizationId)
  const again = toLines(await exportText(target))
  const expected = bySection(toLines(origin), (table, row) => arrivedAs(table, ids.within(row) as Row))
  const found = bySection(again, (_table, row) => row)
  for (const { name } of sections) {
    const left = found[name]!.filter((row) => !expected[name]!.includes(row))
    const missing = expected[name]!.filter((row) => !found[name]!.includes(row))
    assert.deepEqual(missing, [], name)
    assert.ok(left.every(isOfTarget), `${name}: ${left.join('\n')}`)
  }
})

type Row = Record<string, unknown>

function bySection(lines: ExportLine[], change: (table: string, row: Row) => Row): Record<string, string[]> {
  const rows = Object.fromEntries(sections.map(({ name }): [string, string[]] => [name, []]))
  for (const { table, row } of lines) if (table && row) rows[table]!.push(JSON.stringify(change(table, row)))
  return rows
}

function isOfTarget(row: string): boolean {
  return row.includes(target.user.id)
}

function arrivedAs(table: string, row: Row): Row {
  return row
}
