import { createHash, randomBytes } from 'node:crypto'

import { audit } from '../../server/identity/audit.ts'
import { transact } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/id.ts'
import type { TestApp } from '../app.ts'
import { newEmail } from '../factories.ts'
import type { Person } from '../factories.ts'
import { newBrowser } from '../push.ts'

export interface ColleagueThings {
  leaver: string
  emptyDepartment: string
  resetToken: string
  authenticator: string
  session: string
  pushSubscription: string
}

/** Somebody who may be deleted, a department without anybody, and what the rep logs in with besides a password. */
export async function newColleagueThings(server: TestApp, rep: Person): Promise<ColleagueThings> {
  const leaver = await hire(server, rep)
  await addApiKey(server, rep)
  return {
    leaver,
    emptyDepartment: await addDepartment(server, rep),
    resetToken: await addReset(server, rep, leaver),
    authenticator: await addAuthenticator(server, rep),
    session: await addSession(server, rep),
    pushSubscription: await addBrowser(rep),
  }
}

async function hire({ db }: TestApp, { user }: Person): Promise<string> {
  const { organizationId } = user
  const [id, email, at] = [newId(), newEmail(), new Date()]
  await db.insertInto('logins').values({ email, organizationId, userId: id }).execute()
  await db
    .insertInto('users')
    .values({
      organizationId,
      id,
      email,
      fullName: 'Lee Leaver',
      accessRole: 'SALES_REP',
      passwordHash: '$argon2id$none',
      createdAt: at,
      updatedAt: at,
    })
    .execute()
  const author = { organizationId, type: 'user', id: user.id }
  await transact(db, (trx) => audit(trx, author, 'user.added', null, { id, email }))
  return id
}

async function addDepartment({ db }: TestApp, { user }: Person): Promise<string> {
  const [id, at] = [newId(), new Date()]
  const { organizationId } = user
  await db
    .insertInto('departments')
    .values({ organizationId, id, name: `Empty ${id}`, createdAt: at, updatedAt: at })
    .execute()
  return id
}

async function addReset({ db }: TestApp, { user }: Person, userId: string): Promise<string> {
  const { organizationId } = user
  const token = `${organizationId}${randomBytes(32).toString('base64url')}`
  const createdAt = new Date()
  const expiresAt = new Date(createdAt.getTime() + 3_600_000)
  await db
    .insertInto('passwordResets')
    .values({ organizationId, id: newId(), userId, hash: hashOf(token), createdAt, expiresAt })
    .execute()
  return token
}

/** Not confirmed yet, so that the log-in asks for no code. */
async function addAuthenticator({ db, tools }: TestApp, { user }: Person): Promise<string> {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  const { organizationId, id: userId } = user
  const sealed = { secret: tools.vault.seal(secret), lastStep: 0, confirmedAt: null, createdAt: new Date() }
  await db
    .insertInto('authenticators')
    .values({ organizationId, userId, ...sealed })
    .onConflict((conflict) => conflict.columns(['organizationId', 'userId']).doUpdateSet(sealed))
    .execute()
  return secret
}

async function addApiKey({ db }: TestApp, { user }: Person): Promise<void> {
  const { organizationId, id: userId } = user
  const key = { hash: hashOf(newId()), lastFour: 'abcd', createdAt: new Date() }
  await db
    .insertInto('apiKeys')
    .values({ organizationId, userId, ...key })
    .onConflict((conflict) => conflict.columns(['organizationId', 'userId']).doUpdateSet(key))
    .execute()
}

async function addSession({ db }: TestApp, { user }: Person): Promise<string> {
  const { organizationId, id: userId } = user
  const [id, at] = [newId(), new Date()]
  await db
    .insertInto('sessions')
    .values({ organizationId, id, userId, hash: hashOf(id), tokenEpoch: 0, createdAt: at, lastUsedAt: at })
    .execute()
  return id
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function addBrowser(rep: Person): Promise<string> {
  return (await rep.call('POST', '/api/push-subscriptions', newBrowser().subscription)).json()._id
}
