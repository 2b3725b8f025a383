import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

test('a change says who made it, to whom, and only what differs', async () => {
  const { admin, rep } = await newTeam()
  await admin.call('PUT', `/api/user/${rep.user.id}`, { accessRole: 'DEPARTMENT_HEAD', fullName: rep.user.fullName })
  const [latest] = await logsOf(admin)
  assert.deepEqual(
    [latest.action, latest.subjectType, latest.subjectId, latest.actorId],
    ['user.updated', 'user', rep.user.id, admin.user.id],
  )
  assert.deepEqual([latest.before, latest.after], [{ accessRole: 'SALES_REP' }, { accessRole: 'DEPARTMENT_HEAD' }])
})

test('what changes nothing is not in it', async () => {
  const { admin, rep } = await newTeam()
  await admin.call('PUT', `/api/user/${rep.user.id}`, { fullName: rep.user.fullName })
  assert.deepEqual(await logsOf(admin, '?action=user.updated'), [])
})

test('that a secret changed is in it, and the secret is not', async () => {
  const { admin, rep } = await newTeam()
  const credentials = { accountSid: 'AC1', authToken: 'the first secret' }
  const channel = await newChannel(admin, { provider: 'twilio', credentials, settings: {} })
  await admin.call('PUT', `/api/channels/${channel._id}`, { credentials: { ...credentials, authToken: 'the second' } })
  await rep.call('POST', '/api/user/api-key/regenerate')
  await admin.call('PUT', `/api/user/${rep.user.id}`, { password: 'the third secret' })

  const [user, apiKey, updated, added] = await logsOf(admin)
  assert.deepEqual(
    [user, apiKey, updated, added].map(({ action }) => action),
    ['user.updated', 'apiKey.regenerated', 'channel.updated', 'channel.added'],
  )
  assert.deepEqual([user.before, user.after], [{ passwordHash: '(secret)' }, { passwordHash: '(secret)' }])
  assert.deepEqual([updated.before, updated.after], [{ credentials: '(secret)' }, { credentials: '(secret)' }])
  const text = JSON.stringify(await logsOf(admin))
  for (const secret of ['the first secret', 'the second', 'the third secret', '$argon2']) {
    assert.ok(!text.includes(secret), secret)
  }
})

test('what was refused is not in it', async () => {
  const { admin } = await newTeam()
  await admin.call('POST', '/api/departments', { name: 'Sales' })
  await admin.call('POST', '/api/departments', { name: 'Sales' })
  assert.equal((await logsOf(admin, '?subjectType=department')).length, 1)
})

test('it is read newest first, page by page, by who, whom, what and when', async () => {
  const { admin, rep } = await newTeam()
  const between = new Date().toISOString()
  for (const name of ['One', 'Two', 'Three']) await admin.call('POST', '/api/departments', { name })
  const first = (await admin.call('GET', '/api/audit-logs?size=2&action=department.added')).json()
  const cursor = encodeURIComponent(first.nextCursor)
  const rest = (await admin.call('GET', `/api/audit-logs?size=2&action=department.added&cursor=${cursor}`)).json()
  const names = [...first.auditLogs, ...rest.auditLogs].map(({ after }: { after: { name: string } }) => after.name)
  assert.deepEqual([names, rest.nextCursor], [['Three', 'Two', 'One'], null])

  assert.equal((await logsOf(admin, `?subjectId=${rep.user.id}`)).length, 1)
  assert.equal((await logsOf(admin, `?actorId=${rep.user.id}`)).length, 0)
  assert.equal((await logsOf(admin, `?actorId=${admin.user.id}&from=${between}`)).length, 3)
  assert.equal((await logsOf(admin, `?to=${between}`)).length, 1)
})

test('a time that JavaScript does not know is refused and no error of ours', async () => {
  const { admin } = await newTeam()
  const answer = await admin.call('GET', '/api/audit-logs?from=2016-12-31T23:59:60Z')
  assert.deepEqual([answer.statusCode, answer.json().error.details[0].field], [400, 'from'])
})

test('only admins read it, and only that of their own organization', async () => {
  const { rep } = await newTeam()
  assert.equal((await rep.call('GET', '/api/audit-logs')).statusCode, 403)
  assert.deepEqual(await logsOf(await newOrganization(app)), [])
})

async function newTeam(): Promise<{ admin: Person; rep: Person }> {
  const admin = await newOrganization(app)
  return { admin, rep: await newColleague(app, admin, 'SALES_REP') }
}

async function logsOf(admin: Person, query = '') {
  const answer = await admin.call('GET', `/api/audit-logs${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().auditLogs
}
