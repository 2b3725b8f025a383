import assert from 'node:assert/strict'
import { test } from 'node:test'

import { SignJWT } from 'jose'

import type { AccessRole } from '../server/identity/actor.ts'
import { accessRoles } from '../server/identity/actor.ts'
import { startApp } from './app.ts'
import { newColleague, newOrganization } from './factories.ts'
import { call } from './routes/call.ts'
import { recordRoutes } from './routes/recorded.ts'
import { rolesOf, withEntries } from './routes/table.ts'

const recorded = recordRoutes()
const server = await startApp()
const { app, config } = server
const routes = withEntries(recorded)

const admin = await newOrganization(app)
const { organizationId } = admin.user
const tokens: Record<AccessRole, string> = {
  SUPERADMIN: await superadminToken(),
  ADMIN: admin.token,
  DEPARTMENT_HEAD: (await newColleague(app, admin, 'DEPARTMENT_HEAD')).token,
  SALES_REP: (await newColleague(app, admin, 'SALES_REP')).token,
}
const claims = { sub: admin.user.id, org: organizationId, epoch: 0, iss: 'tether' }

const badAuthorizations = {
  'no token': undefined,
  'an empty one': '',
  'a word': 'Bearer nonsense',
  'another scheme': `Basic ${admin.token}`,
  'a changed token': `Bearer ${admin.token.slice(0, -3)}aaa`,
  'a token of another secret': `Bearer ${await sign(claims, 'another secret, just as long as ours')}`,
  'a token of yesterday': `Bearer ${await sign(claims, config.jwtSecret, new Date(Date.now() - 1000))}`,
  'a token of another issuer': `Bearer ${await sign({ ...claims, iss: 'elsewhere' }, config.jwtSecret)}`,
  'a token of an earlier epoch': `Bearer ${await sign({ ...claims, epoch: -1 }, config.jwtSecret)}`,
  'a token of nobody': `Bearer ${await sign({ ...claims, sub: 'f'.repeat(24) }, config.jwtSecret)}`,
  'an unsigned token': `Bearer ${unsigned(claims)}`,
}

test('a token made as these are, but right, is good', async () => {
  const authorization = `Bearer ${await sign(claims, config.jwtSecret)}`
  const answer = await app.inject({ url: '/api/auth/verify-token', headers: { authorization } })
  assert.equal(answer.statusCode, 200)
})

for (const route of routes) {
  test(`${route.name} says who may call it, as the table does`, () => {
    assert.equal(route.isPublic, String(route.entry.roles).startsWith('anyone'))
    if (!['anyone', 'anyone with a session'].includes(String(route.entry.roles))) assert.deepEqual(route.roles, rolesOf(route.entry))
  })

  if (route.entry.roles === 'anyone') {
    test(`${route.name} asks nobody who it is`, async () => {
      const answer = await call(app, route, undefined)
      assert.ok(![401, 500].includes(answer.statusCode), answer.body)
    })
    continue
  }

  test(`${route.name} is 401 without a good token`, async () => {
    for (const [what, authorization] of Object.entries(badAuthorizations)) {
      if (route.isPublic && authorization === undefined) continue
      for (const method of route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]) {
        const headers = authorization === undefined ? {} : { authorization }
        const answer = await call(app, { ...route, method }, undefined, { headers })
        assert.equal(answer.statusCode, 401, `${method} with ${what}: ${answer.body}`)
      }
    }
  })

  test(`${route.name} is 403 for the roles that may not, and for no other`, async () => {
    for (const role of accessRoles) {
      const answer = await call(app, route, { token: tokens[role] })
      const isRefused = answer.statusCode === 403 && answer.json().error.code === 'role_not_allowed'
      assert.equal(isRefused, !rolesOf(route.entry).includes(role), `${role}: ${answer.statusCode} ${answer.body}`)
    }
  })
}

async function superadminToken(): Promise<string> {
  const colleague = await newColleague(app, admin, 'ADMIN')
  await server.db
    .updateTable('users')
    .set({ accessRole: 'SUPERADMIN' })
    .where('organizationId', '=', organizationId)
    .where('id', '=', colleague.user.id)
    .execute()
  return colleague.token
}

function sign(payload: Record<string, unknown>, secret: string, expiresAt = new Date(Date.now() + 60_000)) {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setExpirationTime(expiresAt)
    .sign(new TextEncoder().encode(secret))
}

function unsigned(payload: object): string {
  const parts = [
    { alg: 'none', typ: 'JWT' },
    { ...payload, exp: Math.floor(Date.now() / 1000) + 60 },
  ]
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`
}
