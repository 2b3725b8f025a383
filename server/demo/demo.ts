import { systemActor } from '../identity/actor.ts'
import { hashPassword } from '../identity/passwords.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { createVault } from '../platform/secrets.ts'
import { day } from './business-hours.ts'
import { colleagues, dealership, demoEmail } from './cast.ts'
import { inventHistory } from './history.ts'
import { insertHistory, insertLines, insertPeople, insertWebchat } from './insertion.ts'
import { demoLogIn } from './log-in.ts'
import type { DemoLogIn } from './log-in.ts'
import { insertPipeline } from './pipeline.ts'

const foundedBefore = 120 * day

/**
 * Makes an organization that shows what the product is like after six weeks of use: everything is stored as the verbs
 * would have left it. Answers how to log in, or undefined where the demo's email is taken, by a demo or by somebody.
 */
export async function foundDemo(
  db: Database,
  config: { encryptionKey: string },
  now: number = Date.now(),
): Promise<DemoLogIn | undefined> {
  const logIn = demoLogIn(config)
  const passwordHash = await hashPassword(logIn.password)
  const history = inventHistory(now)
  return transact(db, async (trx) => {
    const taken = await trx.selectFrom('logins').select('email').where('email', '=', demoEmail).executeTakeFirst()
    if (taken) return undefined

    const foundedAt = new Date(now - foundedBefore)
    const organization = await insertOrganization(trx, foundedAt)
    const organizationId = organization.id
    const userIds = await insertPeople(trx, organizationId, colleagues, passwordHash, foundedAt)
    const vault = createVault(config.encryptionKey)
    const channels = await insertLines(trx, organizationId, userIds, vault, foundedAt)
    await insertWebchat(trx, organizationId, userIds, vault, foundedAt)
    await insertPipeline(trx, organizationId, foundedAt)
    await insertHistory(trx, history, { organizationId, now, userIds, channels })
    // The log tells what happened here: the demo was founded. Of its past there are no events: they would be pruned by
    // age, and until then every subscriber would take them for news, and count and forward them.
    await record(trx, systemActor(organizationId), 'organization.founded', organization)
    return logIn
  })
}

function insertOrganization(trx: Trx, at: Date) {
  return trx
    .insertInto('organizations')
    .values({ id: newId(at), ...dealership, setUpAt: at, createdAt: at, updatedAt: at })
    .returningAll()
    .executeTakeFirstOrThrow()
}
