import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newInbound, newOrganization, until } from '../../test/factories.ts'
import { exportText } from '../../test/transfers.ts'
import type { ReadTransfer } from '../../test/transfers.ts'

const server = await startApp({ worker: true })
const { app, db } = server
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo

const admin = await newOrganization(app)
const channel = await newChannel(admin)
const { contactId } = await newInbound(admin, channel)
await admin.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
const reports = '/api/reports/daily-messages?from=2000-01-01&to=2999-12-31'
const sums = async (person: typeof admin) => {
  const { days } = (await person.call('GET', reports)).json<{ days: Array<{ eventType: string; total: number }> }>()
  return Object.fromEntries(days.map(({ eventType, total }) => [eventType, total]))
}

test('the worker brings it, and counts and sends nothing twice', async () => {
  await until(async () => (await sums(admin))['message.delivered'] === 1)
  const origin = await exportText(admin)
  const target = await newOrganization(app, { organizationName: 'Elsewhere' })
  const { organizationId } = target.user
  const url = `http://127.0.0.1:${port}/api/organizations/${organizationId}`
  const authorization = `Bearer ${target.token}`
  const headers = { authorization, 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }
  const sent = await fetch(`${url}/import`, { method: 'POST', headers, body: new Uint8Array(gzipSync(origin)) })
  assert.equal(sent.status, 202)
  await until(async () => {
    const answer = await fetch(`${url}/import`, { headers: { authorization } })
    return ((await answer.json()) as ReadTransfer).status === 'completed'
  })
  const heard = async () => {
    const last = (await eventsOf(target)).at(-1)!.position
    const cursors = await db
      .selectFrom('eventCursors')
      .select('position')
      .where('organizationId', '=', organizationId)
      .where('subscriber', '=', 'reports.countMessages')
      .execute()
    return cursors.some(({ position }) => position >= last)
  }
  await until(heard, 'the subscribers to have passed over the log')
  assert.deepEqual(await sums(target), await sums(admin))

  const phone = await admin.call('GET', '/api/simulator/messages')
  assert.equal(phone.json().messages.length, 1, 'nothing was sent again')
})

test('who is refused in the middle of a long file is told why', async () => {
  const target = await newOrganization(app)
  const url = `http://127.0.0.1:${port}/api/organizations/${target.user.organizationId}/import`
  const headers = { authorization: `Bearer ${target.token}`, 'content-type': 'application/x-ndjson' }
  const body = `nonsense\n${'x'.repeat(5_000_000)}`
  const answer = await fetch(url, { method: 'POST', headers, body })
  assert.equal(answer.status, 400)
  assert.match(await answer.text(), /Line 1/)
})
