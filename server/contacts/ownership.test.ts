import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

type Way = [method: string, url: string, body?: object]
const alone = (contactId: string): Way => ['DELETE', `/api/contacts/${contactId}`]
const inBulk = (...contactIds: string[]): Way => ['DELETE', '/api/contacts/bulk-delete', { contactIds }]

test('who is only assigned to a contact does not delete it, alone or among their own', async () => {
  const { admin, rep, theirs } = await newTeam()
  const mine = await newContact(rep)
  for (const way of [alone(theirs), inBulk(theirs), inBulk(mine._id, theirs)]) {
    const refused = await rep.call(...way)
    assert.deepEqual([refused.statusCode, refused.json().error.code], [403, 'not_the_owner'])
  }
  assert.equal((await rep.call('GET', `/api/contacts/${theirs}`)).statusCode, 200)
  assert.equal((await rep.call(...inBulk(mine._id))).json().deletedCount, 1)
  assert.equal((await eventsOf(admin, 'contact.deleted')).length, 1)
})

test('its owner, the head of their department and an admin delete it', async () => {
  for (const role of ['owner', 'head', 'admin'] as const) {
    for (const way of [alone, inBulk]) {
      const team = await newTeam()
      assert.equal((await team[role].call(...way(team.theirs))).statusCode, 200, role)
      assert.equal((await team[role].call('GET', `/api/contacts/${team.theirs}`)).statusCode, 404)
    }
  }
})

test('a head of department leaves what people of another own, though theirs are assigned to it', async () => {
  const { admin, rep, owner, theirs, head } = await newTeam()
  const other = await newDepartment(admin, 'Other')
  await admin.call('PUT', `/api/user/${owner.user.id}`, { departmentId: other })
  assert.equal((await head.call('GET', `/api/contacts/${theirs}`)).statusCode, 200)
  const refused = await head.call(...alone(theirs))
  assert.deepEqual([refused.statusCode, refused.json().error.code], [403, 'not_the_owner'])
  await admin.call('PATCH', `/api/contacts/${theirs}`, { userId: rep.user.id })
  assert.equal((await head.call(...alone(theirs))).statusCode, 200)
})

test('who sees a contact may block it, since that is undone as fast', async () => {
  const { rep, theirs } = await newTeam()
  assert.equal((await rep.call('PATCH', `/api/contacts/${theirs}/block`)).statusCode, 200)
  assert.equal((await rep.call('PATCH', `/api/contacts/${theirs}/unblock`)).statusCode, 200)
})

/** A contact of one rep to which another one is assigned as well. */
async function newTeam() {
  const admin = await newOrganization(app)
  const departmentId = await newDepartment(admin, 'Sales')
  const [owner, rep, head] = await Promise.all(
    (['SALES_REP', 'SALES_REP', 'DEPARTMENT_HEAD'] as const).map((role) =>
      newColleague(app, admin, role, { departmentId }),
    ),
  )
  const assignees = [owner!.user.id, rep!.user.id]
  const { _id: theirs } = await newContact(admin, { userId: owner!.user.id, assignees })
  return { admin, owner: owner!, rep: rep!, head: head!, theirs }
}

async function newDepartment(admin: Person, name: string): Promise<string> {
  return (await admin.call('POST', '/api/departments', { name })).json()._id
}
