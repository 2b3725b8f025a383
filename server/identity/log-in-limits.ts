import type { Database } from '../platform/database.ts'
import { tooMany } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'

interface Try {
  email: string
  address: string
}

const windowMinutes = 15

/** How many wrong tries within the window are free; each further one doubles the pause until the next. */
const free = { here: 5, forThisEmail: 50, fromThisAddress: 100 }
const longestPauseSeconds = 60

/**
 * Slows guessing down without locking anyone out. An address is slowed for the email it guesses at, and for all emails
 * together; an email is slowed for all addresses together, except those it logged in from before: however hard somebody
 * guesses from elsewhere, its owner gets in.
 */
export async function refuseFlood(
  db: Database,
  { email, address, user }: Try & { user: { organizationId: string; id: string } | undefined },
): Promise<void> {
  const failures = await recentFailures(db, { email: email.toLowerCase(), address })
  const isKnown = user !== undefined && (await isKnownAddress(db, user, address))
  const pauses = [
    pauseAfter(
      failures.filter((each) => each.isHere),
      free.here,
    ),
    pauseAfter(
      failures.filter((each) => each.isFromThisAddress),
      free.fromThisAddress,
    ),
    isKnown
      ? 0
      : pauseAfter(
          failures.filter((each) => each.isForThisEmail),
          free.forThisEmail,
        ),
  ]
  const seconds = Math.max(...pauses)
  if (seconds <= 0) return
  throw tooMany('too_many_log_ins', `Too many wrong log-ins. Try again in ${Math.ceil(seconds)} seconds.`, seconds)
}

const turns = new Map<string, Promise<unknown>>()

/** One after the other: of many at once, all would be let pass before the first has failed. */
export async function inTurn<T>({ email, address }: Try, work: () => Promise<T>): Promise<T> {
  const key = `${email.toLowerCase()} ${address}`
  const turn = (turns.get(key) ?? Promise.resolve()).then(work, work)
  turns.set(key, turn)
  try {
    return await turn
  } finally {
    if (turns.get(key) === turn) turns.delete(key)
  }
}

interface Failure {
  failedAt: Date
  isForThisEmail: boolean
  isFromThisAddress: boolean
  isHere: boolean
}

async function recentFailures(db: Database, { email, address }: Try): Promise<Failure[]> {
  const rows = await db
    .selectFrom('loginFailures')
    .select(['email', 'address', 'failedAt'])
    .where((eb) => eb.or([eb('email', '=', email), eb('address', '=', address)]))
    .where('failedAt', '>', new Date(Date.now() - windowMinutes * 60_000))
    .orderBy('failedAt', 'desc')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    failedAt: row.failedAt,
    isForThisEmail: row.email === email,
    isFromThisAddress: row.address === address,
    isHere: row.email === email && row.address === address,
  }))
}

function pauseAfter(failures: Failure[], freeTries: number): number {
  const last = failures[0]
  if (!last || failures.length < freeTries) return 0
  const pause = Math.min(2 ** (failures.length - freeTries), longestPauseSeconds)
  return pause - (Date.now() - last.failedAt.getTime()) / 1000
}

export async function noteFailure(db: Database, { email, address }: Try): Promise<void> {
  const failedAt = new Date()
  await db
    .insertInto('loginFailures')
    .values({ id: newId(failedAt), email: email.toLowerCase().slice(0, 320), address, failedAt })
    .execute()
}

export async function clearFailures(db: Database, { email, address }: Try): Promise<void> {
  await db.deleteFrom('loginFailures').where('email', '=', email.toLowerCase()).where('address', '=', address).execute()
}

/** For the nightly clean-up: what is older than the window counts no more. */
export async function pruneFailures(db: Database): Promise<void> {
  await db
    .deleteFrom('loginFailures')
    .where('failedAt', '<', new Date(Date.now() - windowMinutes * 60_000))
    .execute()
}

async function isKnownAddress(
  db: Database,
  user: { organizationId: string; id: string },
  address: string,
): Promise<boolean> {
  const known = await db
    .selectFrom('knownAddresses')
    .select('address')
    .where('organizationId', '=', user.organizationId)
    .where('userId', '=', user.id)
    .where('address', '=', address)
    .executeTakeFirst()
  return known !== undefined
}

export async function rememberAddress(
  db: Database,
  user: { organizationId: string; id: string },
  address: string,
): Promise<void> {
  await db
    .insertInto('knownAddresses')
    .values({ organizationId: user.organizationId, userId: user.id, address, lastLoginAt: new Date() })
    .onConflict((conflict) =>
      conflict
        .columns(['organizationId', 'userId', 'address'])
        .doUpdateSet((eb) => ({ lastLoginAt: eb.ref('excluded.lastLoginAt') })),
    )
    .execute()
}
