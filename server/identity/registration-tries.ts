import { createHash } from 'node:crypto'

import { sql } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { tooMany } from '../platform/errors.ts'
import { keyReused } from '../platform/idempotency.ts'
import { newId } from '../platform/id.ts'
import { clientAddress, isLoopback } from './client-address.ts'

const hour = 3_600_000
const keptHours = 24
const mostPerHour = 20

/** A newcomer belongs to no organization yet: whose key it is, the email tells. */
export interface NewcomerKey {
  key: string
  requestHash: string
}

/**
 * Counts a try before it is known whether it succeeds: who asks whether emails are taken is slowed down as well as who
 * founds one organization after another. This machine itself is not counted; whom it speaks for, is.
 */
export function noteTry(
  db: Database,
  { email, ip, isForwarded }: { email: string; ip: string; isForwarded: boolean },
): Promise<string> {
  const address = clientAddress(ip)
  return transact(db, async (trx) => {
    if (!isLoopback(ip) || isForwarded) await refuseFlood(trx, address)
    const requestedAt = new Date()
    const id = newId(requestedAt)
    await trx
      .insertInto('registrations')
      .values({ id, email: emailOf({ email }), address, requestedAt })
      .execute()
    return id
  })
}

async function refuseFlood(trx: Trx, address: string): Promise<void> {
  // One after the other: of many at once, each would find that there was none before.
  await sql`select pg_advisory_xact_lock(hashtext(${`register ${address}`}))`.execute(trx)
  const recent = await trx
    .selectFrom('registrations')
    .select('requestedAt')
    .where('address', '=', address)
    .where('requestedAt', '>', new Date(Date.now() - hour))
    .orderBy('requestedAt', 'desc')
    .limit(mostPerHour)
    .execute()
  const first = recent[mostPerHour - 1]
  if (!first) return
  const seconds = (first.requestedAt.getTime() + hour - Date.now()) / 1000
  throw tooMany('too_many_registrations', 'Too many registrations from your address: try again later.', seconds)
}

/** Keeps under which key an organization was founded, in the transaction that founds it. */
export async function keepKey(db: Database, id: string, { key, requestHash }: NewcomerKey): Promise<void> {
  await db
    .updateTable('registrations')
    .set({ keyHash: hashOf(key), requestHash })
    .where('id', '=', id)
    .execute()
}

/** Whether the same request has succeeded before. Another one under the key is refused. */
export async function hasRegistered(
  db: Database,
  newcomer: { email: string },
  { key, requestHash }: NewcomerKey,
): Promise<boolean> {
  const known = await db
    .selectFrom('registrations')
    .select('requestHash')
    .where('email', '=', emailOf(newcomer))
    .where('keyHash', '=', hashOf(key))
    .where('requestedAt', '>', new Date(Date.now() - keptHours * hour))
    .executeTakeFirst()
  if (known && known.requestHash !== requestHash) throw keyReused()
  return known !== undefined
}

/** For the nightly clean-up. */
export async function pruneRegistrations(db: Database): Promise<void> {
  await db
    .deleteFrom('registrations')
    .where('requestedAt', '<', new Date(Date.now() - keptHours * hour))
    .execute()
}

function emailOf({ email }: { email: string }): string {
  return email.trim().toLowerCase()
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
