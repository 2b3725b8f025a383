import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  newChannel,
  newColleague,
  newContact,
  newEmail,
  newInbound,
  newNumber,
  newOrganization,
  password,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()
const home = await newOrganization(app)
const root = await newSuperadmin()

test('a SUPERADMIN looks into another organization by organizationId, and sees all of it', async () => {
  const ada = await newOrganization(app)
  const contact = await newContact(ada)
  const asked = `?organizationId=${ada.user.organizationId}`
  const { data, total } = (await root.call('GET', `/api/contacts${asked}`)).json()
  assert.deepEqual([data[0]._id, total], [contact._id, 1])
  assert.equal((await root.call('GET', `/api/contacts/${contact._id}${asked}`)).statusCode, 200)
  assert.equal((await root.call('GET', `/api/contacts/${contact._id}`)).statusCode, 404)
})

test('what a SUPERADMIN does there belongs there, and the log says who it was', async () => {
  const ada = await newOrganization(app)
  const { conversationId } = await newInbound(ada, await newChannel(ada))
  const asked = `?organizationId=${ada.user.organizationId}`
  const created = await root.call('POST', `/api/contact${asked}`, { phoneNumber: newNumber() })
  assert.equal(created.json().contact.organizationId, ada.user.organizationId)
  assert.equal(created.json().contact.userId, ada.user.id)
  const resolved = await root.call('PUT', `/api/conversation/${conversationId}/resolve${asked}`)
  assert.equal(resolved.json().isResolved, true)
  const { events } = (await ada.call('GET', '/api/event-logs?types=contact.created,conversation.resolved')).json()
  assert.deepEqual(
    events.slice(-2).map((event: { actorId: string }) => event.actorId),
    [root.user.id, root.user.id],
  )
})

test('a SUPERADMIN adds users to another organization', async () => {
  const ada = await newOrganization(app)
  const fields = { email: newEmail(), password, fullName: 'Bob', accessRole: 'ADMIN' }
  const url = `/api/auth/register?organizationId=${ada.user.organizationId}`
  const answer = await root.call('POST', url, fields)
  assert.deepEqual([answer.statusCode, answer.json().user.organizationId], [201, ada.user.organizationId])
})

test('an organization that is not there is not found, and what is no id is refused', async () => {
  for (const [organizationId, status] of [
    ['f'.repeat(24), 404],
    ['nonsense', 400],
    ['', 400],
    ['1&organizationId=2', 400],
  ]) {
    const answer = await root.call('GET', `/api/contacts?organizationId=${organizationId}`)
    assert.equal(answer.statusCode, status, answer.body)
  }
})

test('asked for the own organization, or for none, a SUPERADMIN is at home', async () => {
  const contact = await newContact(root)
  for (const asked of ['', `?organizationId=${home.user.organizationId}`]) {
    const answer = await root.call('GET', `/api/contacts/${contact._id}${asked}`)
    assert.equal(answer.statusCode, 200)
  }
})

test('everybody else stays at home, whatever organizationId says', async () => {
  const [ada, other] = [await newOrganization(app), await newOrganization(app)]
  await newContact(other)
  const people = [ada, await newColleague(app, ada, 'DEPARTMENT_HEAD'), await newColleague(app, ada, 'SALES_REP')]
  for (const person of people) {
    const answer = await person.call('GET', `/api/contacts?organizationId=${other.user.organizationId}`)
    assert.deepEqual([answer.statusCode, answer.json().total], [200, 0])
  }
})

async function newSuperadmin(): Promise<Person> {
  const person = await newColleague(app, home, 'ADMIN')
  await db
    .updateTable('users')
    .set({ accessRole: 'SUPERADMIN' })
    .where('organizationId', '=', home.user.organizationId)
    .where('id', '=', person.user.id)
    .execute()
  return person
}
