import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newContact, newInbound, newNumber, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { eraseAll } from '../../test/traces.ts'
import { bring, exportText, send, toLines, toText } from '../../test/transfers.ts'
import { sealAddressKeysWith } from '../contacts/erased-opt-out-keys.ts'
import { hashOptOuts } from '../contacts/erased-opt-outs.ts'

const server = await startApp()
const { app, db, tools, config } = server

/** One who wrote STOP, another who was erased since. */
async function newOptedOut() {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const [here, erased] = [newNumber(), newNumber()]
  await newInbound(ada, channel, { from: here, body: 'STOP' })
  const { contactId } = await newInbound(ada, channel, { from: erased, body: 'STOP' })
  const { data } = (await ada.call('POST', `/api/contacts/${contactId}/erase`)).json()
  await eraseAll(db, tools, ada, data._id)
  return { ada, here, erased }
}

/** What became of a message to whoever has this number, on a channel of its own. */
async function sendTo(person: Person, phoneNumber: string): Promise<string | undefined> {
  const channel = await newChannel(person)
  const found = await person.call('POST', '/api/contacts/phoneNumber', { phoneNumber })
  const contactId = found.statusCode === 200 ? found.json().data._id : (await newContact(person, { phoneNumber }))._id
  const message = { contactId, channelId: channel._id, content: 'Hello again' }
  return (await person.call('POST', '/api/messages/send', message)).json().error?.code
}

test('whoever wanted no messages gets none where the organization is now, erased or not, and from there on', async () => {
  const { ada, here, erased } = await newOptedOut()
  const file = await exportText(ada)
  assert.ok(!file.includes(erased))
  const next = await newOrganization(app)
  // Another server has other secrets.
  sealAddressKeysWith('the secret of another server')
  try {
    assert.equal((await bring(server, next, file)).status, 'completed')
    const last = await newOrganization(app)
    assert.equal((await bring(server, last, await exportText(next))).status, 'completed')
    for (const person of [next, last]) {
      for (const number of [here, erased]) assert.equal(await sendTo(person, number), 'opted_out')
      assert.equal(await sendTo(person, newNumber()), undefined)
    }
  } finally {
    sealAddressKeysWith(config.encryptionKey)
  }
  assert.equal(await sendTo(ada, erased), 'opted_out')
})

test('whoever is erased after the move is recognized there as well', async () => {
  const { ada, here } = await newOptedOut()
  const next = await newOrganization(app)
  await bring(server, next, await exportText(ada))
  await db.transaction().execute((trx) => hashOptOuts(trx, next.user.organizationId, [here]))
  const { _id } = await newContact(next)
  const given = await next.call('PATCH', `/api/contacts/${_id}`, { phoneNumber: newNumber() })
  assert.equal(given.statusCode, 200)
  const hashes = await db
    .selectFrom('erasedOptOuts')
    .select('addressHash')
    .where('organizationId', '=', next.user.organizationId)
    .execute()
  assert.equal(hashes.length, 2)
})

test('with what addresses were hashed is sealed here, and a file with something else in its place is refused', async () => {
  const { ada } = await newOptedOut()
  const lines = toLines(await exportText(ada))
  const line = lines.find(({ table }) => table === 'erased_opt_out_keys')!
  const kept = await db
    .selectFrom('erasedOptOutKeys')
    .select('key')
    .where('organizationId', '=', ada.user.organizationId)
    .executeTakeFirstOrThrow()
  assert.notEqual(kept.key, line.row!['key'])
  line.row!['key'] = 'short'
  const next = await newOrganization(app)
  const { status, error } = await bring(server, next, toText(lines))
  assert.deepEqual([status, error?.code, error?.line], ['failed', 'broken_export', lines.indexOf(line) + 1])
})

test('an export from before there were such keys is still taken', async () => {
  const ada = await newOrganization(app)
  const lines = toLines(await exportText(ada))
  const [head, { end }] = [lines[0]!, lines.at(-1) as { end: { counts: Record<string, number> } }]
  for (const counts of [head['counts'] as Record<string, number>, end.counts]) {
    delete counts['erased_opt_out_keys']
    delete counts['erased_opt_outs']
  }
  assert.equal((await send(await newOrganization(app), toText(lines))).statusCode, 202)
})
