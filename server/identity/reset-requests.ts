import { sql } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { tooMany } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'

interface ResetRequest {
  email: string
  address: string
}

const hour = 3_600_000
const mostPerHour = { forThisEmail: 3, fromThisAddress: 20 }

/**
 * Asks for a link by mail. Answers, and takes as long, the same whether or not the email logs in here: who it is, the worker
 * finds out.
 */
export async function requestReset(db: Database, request: ResetRequest): Promise<void> {
  const email = request.email.trim().toLowerCase()
  const { address } = request
  await transact(db, async (trx) => {
    // One after the other: of many at once, each would find that there was none before.
    await sql`select pg_advisory_xact_lock(hashtext(${`reset ${email}`}))`.execute(trx)
    await refuseFlood(trx, { email, address })
    const requestedAt = new Date()
    const id = newId(requestedAt)
    await trx.insertInto('resetRequests').values({ id, email, address, requestedAt }).execute()
    await enqueue(trx, 'mail_password_reset', { id, email })
  })
}

async function refuseFlood(db: Database, { email, address }: ResetRequest): Promise<void> {
  const recent = await db
    .selectFrom('resetRequests')
    .select(['email', 'address', 'requestedAt'])
    .where((eb) => eb.or([eb('email', '=', email), eb('address', '=', address)]))
    .where('requestedAt', '>', new Date(Date.now() - hour))
    .orderBy('requestedAt', 'desc')
    .limit(100)
    .execute()
  const oldest = [
    recent.filter((each) => each.email === email)[mostPerHour.forThisEmail - 1],
    recent.filter((each) => each.address === address)[mostPerHour.fromThisAddress - 1],
  ]
  const waits = oldest.flatMap((each) => (each ? [each.requestedAt.getTime() + hour - Date.now()] : []))
  if (waits.length === 0) return
  const message = 'This was asked for several times in the last hour: look for the mails, or ask again later.'
  throw tooMany('too_many_resets', message, Math.max(...waits) / 1000)
}

/** For the nightly clean-up. */
export async function pruneResetRequests(db: Database): Promise<void> {
  await db
    .deleteFrom('resetRequests')
    .where('requestedAt', '<', new Date(Date.now() - hour))
    .execute()
}
