import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

import type { Database, Trx } from '../platform/database.ts'
import type { Vault } from '../platform/secrets.ts'

const issuer = 'Tether'
const periodSeconds = 30

/** A clock that is half a minute off still gets in. */
const window = 1

const recoveryCodes = 10

interface Owner {
  organizationId: string
  id: string
}

export function newSecret(email: string): { secret: string; otpauthUrl: string } {
  const totp = new TOTP({ issuer, label: email, secret: new Secret({ size: 20 }), period: periodSeconds })
  return { secret: totp.secret.base32, otpauthUrl: totp.toString() }
}

/** Takes a code of the authenticator, or one of the recovery codes: each is good once, whoever comes first. */
export async function useCode(db: Database, vault: Vault, owner: Owner, code: string): Promise<boolean> {
  const plain = code.replace(/[\s-]/g, '').toLowerCase()
  return /^\d{6}$/.test(plain) ? useStep(db, vault, owner, plain) : useRecoveryCode(db, owner, plain)
}

async function useStep(db: Database, vault: Vault, { organizationId, id: userId }: Owner, code: string) {
  const authenticator = await db
    .selectFrom('authenticators')
    .select('secret')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  if (!authenticator) return false
  const step = stepOf(String(vault.open(authenticator.secret)), code)
  if (step === undefined) return false
  const moved = await db
    .updateTable('authenticators')
    .set({ lastStep: step })
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('lastStep', '<', step)
    .executeTakeFirst()
  return moved.numUpdatedRows > 0n
}

function stepOf(secret: string, code: string): number | undefined {
  const timestamp = Date.now()
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: periodSeconds })
  const delta = totp.validate({ token: code, timestamp, window })
  return delta === null ? undefined : totp.counter({ timestamp }) + delta
}

async function useRecoveryCode(db: Database, { organizationId, id: userId }: Owner, code: string): Promise<boolean> {
  const used = await db
    .updateTable('recoveryCodes')
    .set({ usedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('hash', '=', hashOf(code))
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}

/** Ten new ones instead of all that there were; shown only now. */
export async function replaceRecoveryCodes(trx: Trx, { organizationId, id: userId }: Owner): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, () => randomBytes(8).toString('hex'))
  await trx
    .deleteFrom('recoveryCodes')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .execute()
  await trx
    .insertInto('recoveryCodes')
    .values(codes.map((code) => ({ organizationId, userId, hash: hashOf(code) })))
    .execute()
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'))
}

/** They hold 64 random bits: a slow hash would only slow us down. */
function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
