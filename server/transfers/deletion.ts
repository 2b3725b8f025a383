import { audit } from '../identity/audit.ts'
import type { Actor } from '../identity/actor.ts'
import type { Organization } from '../identity/organizations.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Signals } from '../platform/signals.ts'
import type { DeletePiece } from './deleting.ts'
import { holdOrganization } from './import.ts'

/**
 * From this moment the organization is there for nobody: its people are out, its numbers and emails are free, nothing of it
 * leaves any more. Its rows and files go afterwards, in pieces. Asked again, it is being deleted already.
 */
export async function deleteOrganization(
  db: Database,
  actor: Actor,
  signals: Signals,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const organization = await readOrganization(db, id)
  if (organization.deletedAt) return
  await refuse(db, actor, organization, name)
  await transact(db, async (trx) => {
    await holdOrganization(trx, id)
    await refuseRunning(trx, id)
    const at = new Date()
    await trx.updateTable('organizations').set({ deletedAt: at, updatedAt: at }).where('id', '=', id).execute()
    await trx.deleteFrom('channelRoutes').where('organizationId', '=', id).execute()
    await trx.deleteFrom('webchatSessions').where('organizationId', '=', id).execute()
    await trx.deleteFrom('bulkSends').where('organizationId', '=', id).execute()
    await trx.deleteFrom('outbox').where('organizationId', '=', id).where('claimedBy', 'is', null).execute()
    await shutOut(trx, id, signals)
    await leaveTrace(trx, actor, organization)
    await enqueue(trx, 'delete_organization', { organizationId: id, filesAfter: '' } satisfies DeletePiece)
  })
}

async function readOrganization(db: Database, id: string): Promise<Organization> {
  const found = await db.selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound('organization')
  return found
}

async function refuse(db: Database, actor: Actor, organization: Organization, name: string): Promise<void> {
  if (actor.userId !== null && actor.organizationId === organization.id) {
    throw new Refusal(409, 'own_organization', 'You cannot delete the organization in which you work yourself.')
  }
  if (name !== organization.name) {
    throw invalid('name', `it must be the name of the organization that is to be deleted: ${organization.name}.`)
  }
  await refuseRunning(db, organization.id)
}

/** Before the lock as well, for an import holds the organization until it ends. */
async function refuseRunning(db: Database, id: string): Promise<void> {
  const running = await db
    .selectFrom('organizationImports')
    .select('id')
    .where('organizationId', '=', id)
    .where('failedAt', 'is', null)
    .where('finishedAt', 'is', null)
    .executeTakeFirst()
  if (!running) return
  throw new Refusal(409, 'import_running', 'An import into this organization is running: wait until it has ended.')
}

async function shutOut(trx: Trx, id: string, signals: Signals): Promise<void> {
  await trx.deleteFrom('logins').where('organizationId', '=', id).execute()
  await trx.deleteFrom('apiKeys').where('organizationId', '=', id).execute()
  await trx.deleteFrom('passwordResets').where('organizationId', '=', id).execute()
  await trx.deleteFrom('sessions').where('organizationId', '=', id).execute()
  const users = await trx
    .updateTable('users')
    .set((eb) => ({ disabledAt: new Date(), tokenEpoch: eb('tokenEpoch', '+', 1) }))
    .where('organizationId', '=', id)
    .returning('id')
    .execute()
  for (const user of users) await signals.sendWithCommit(trx, 'users', user.id)
}

/** With whoever did it: what stands in the organization itself is gone soon. */
async function leaveTrace(trx: Trx, actor: Actor, { id, name }: Organization): Promise<void> {
  const home = await trx
    .selectFrom('logins')
    .select('organizationId')
    .where('userId', '=', actor.id ?? '')
    .executeTakeFirst()
  const author = { ...actor, organizationId: home?.organizationId ?? actor.organizationId }
  await record(trx, author, 'organization.deleted', { id, name } as { id: string })
  await audit(trx, author, 'organization.deleted', { id, name }, null)
}
