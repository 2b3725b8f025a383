import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

test('a department tells its heads and how many members it has, and who they are', async () => {
  const { admin, head, rep, departmentId } = await newDepartment()
  await newColleague(app, admin, 'SALES_REP')
  const department = (await rep.call('GET', `/api/departments/${departmentId}`)).json()
  const heads = [{ _id: head.user.id, fullName: head.user.fullName, email: head.user.email }]
  assert.deepEqual([department.name, department.memberCount, department.heads], ['Sales', 2, heads])
  const { users } = (await rep.call('GET', `/api/departments/${departmentId}/users`)).json()
  assert.deepEqual(
    users.map(({ _id }: { _id: string }) => _id),
    [head.user.id, rep.user.id],
  )
  const { departments } = (await rep.call('GET', '/api/departments')).json()
  assert.deepEqual(departments, [department])
})

test('who is deleted is no member any more', async () => {
  const { admin, head, rep, departmentId } = await newDepartment()
  await admin.call('DELETE', `/api/user/${head.user.id}`, { heirId: rep.user.id })
  const { memberCount, heads } = (await admin.call('GET', `/api/departments/${departmentId}`)).json()
  assert.deepEqual([memberCount, heads], [1, []])
})

test('renaming twice renames once, and not to a name that is taken', async () => {
  const { admin, departmentId } = await newDepartment()
  await admin.call('POST', '/api/departments', { name: 'Support' })
  for (const _ of [1, 2]) {
    const answer = await admin.call('PUT', `/api/departments/${departmentId}`, { name: 'Inside sales' })
    assert.deepEqual([answer.statusCode, answer.json().name, answer.json().memberCount], [200, 'Inside sales', 2])
  }
  assert.equal((await eventsOf(admin, 'department.updated')).length, 1)
  const taken = await admin.call('PUT', `/api/departments/${departmentId}`, { name: 'Support' })
  assert.deepEqual([taken.statusCode, taken.json().error.code], [409, 'department_exists'])
})

test('two departments are told apart as people do, also when both are added at once', async () => {
  const admin = await newOrganization(app)
  const names = ['Sales', 'sales', ' SALES ', 'Sales']
  const answers = await atOnce(4, (index) => admin.call('POST', '/api/departments', { name: names[index] }))
  assert.deepEqual(
    answers.map((each) => each.statusCode).toSorted((a, b) => a - b),
    [201, 409, 409, 409],
  )
  const { _id: id } = (await admin.call('POST', '/api/departments', { name: 'Support' })).json()
  assert.equal((await admin.call('PUT', `/api/departments/${id}`, { name: 'sAles' })).statusCode, 409)
  assert.equal((await admin.call('PUT', `/api/departments/${id}`, { name: ' SUPPORT' })).json().name, 'SUPPORT')
})

test('one that has members is deleted only when it is said where they go, and their new head sees them at once', async () => {
  const { admin, rep, departmentId } = await newDepartment()
  const other = (await admin.call('POST', '/api/departments', { name: 'Support' })).json()._id
  const boss = await newColleague(app, admin, 'DEPARTMENT_HEAD', { departmentId: other })
  const contact = await newContact(rep)
  assert.equal((await boss.call('GET', `/api/contacts/${contact._id}`)).statusCode, 404)

  const refused = await admin.call('DELETE', `/api/departments/${departmentId}`)
  assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'department_has_members'])
  const itself = await admin.call('DELETE', `/api/departments/${departmentId}?moveToId=${departmentId}`)
  assert.equal(itself.statusCode, 400)

  await rep.call('GET', '/api/user/profile')
  const answer = await admin.call('DELETE', `/api/departments/${departmentId}?moveToId=${other}`)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal((await boss.call('GET', `/api/contacts/${contact._id}`)).statusCode, 200)
  assert.equal((await rep.call('GET', '/api/user/profile')).json().user.departmentId, other)
  assert.equal((await eventsOf(admin, 'department.deleted')).length, 1)
  assert.equal((await admin.call('DELETE', `/api/departments/${departmentId}`)).statusCode, 404)
})

test('a stranger’s department is none, neither to read nor to move people to', async () => {
  const { admin, departmentId } = await newDepartment()
  const stranger = await newDepartment()
  for (const path of ['', '/users']) {
    const answer = await stranger.admin.call('GET', `/api/departments/${departmentId}${path}`)
    assert.equal(answer.statusCode, 404)
  }
  const moved = await admin.call('DELETE', `/api/departments/${departmentId}?moveToId=${stranger.departmentId}`)
  assert.deepEqual([moved.statusCode, moved.json().error.code], [404, 'department_not_found'])
})

async function newDepartment(): Promise<{ admin: Person; head: Person; rep: Person; departmentId: string }> {
  const admin = await newOrganization(app)
  const departmentId = (await admin.call('POST', '/api/departments', { name: 'Sales' })).json()._id as string
  const head = await newColleague(app, admin, 'DEPARTMENT_HEAD', { departmentId })
  return { admin, head, rep: await newColleague(app, admin, 'SALES_REP', { departmentId }), departmentId }
}
