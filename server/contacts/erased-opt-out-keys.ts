import { randomBytes } from 'node:crypto'

import type { Database, Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { createVault } from '../platform/secrets.ts'
import type { Vault } from '../platform/secrets.ts'

let vault: Vault | undefined

/** What the organizations' keys are sealed with: nothing else can be opened with it. */
export function sealAddressKeysWith(secret: string): void {
  vault = createVault(`opt-outs of erased contacts ${secret}`)
}

export function sealKey(key: string): string {
  return opened().seal(key)
}

/** Nothing, where it was sealed with another secret than this server has by now. */
export function openKey(sealed: string): string | undefined {
  try {
    return String(opened().open(sealed))
  } catch {
    return undefined
  }
}

function opened(): Vault {
  if (!vault) throw new Error('sealAddressKeysWith() comes before anything that makes contacts.')
  return vault
}

/** All that addresses may be hashed with in this organization. */
export async function addressKeys(db: Database, organizationId: string): Promise<string[]> {
  const found = await db
    .selectFrom('erasedOptOutKeys')
    .select('key')
    .where('organizationId', '=', organizationId)
    .orderBy('id')
    .execute()
  return found.map(({ key }) => openKey(key)).filter((key) => key !== undefined)
}

/** What an address is hashed with from now on; made when it is first needed. */
export async function addressKey(trx: Trx, organizationId: string): Promise<string> {
  const [present] = await addressKeys(trx, organizationId)
  if (present !== undefined) return present
  const key = randomBytes(32).toString('base64url')
  const createdAt = new Date()
  await trx
    .insertInto('erasedOptOutKeys')
    .values({ organizationId, id: newId(createdAt), key: sealKey(key), createdAt })
    .execute()
  return key
}
