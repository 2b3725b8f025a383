import type { Database } from '../platform/database.ts'
import type { Vault } from '../platform/secrets.ts'

export interface PushKeys {
  publicKey: string
  privateKey: string
}

const name = 'vapid'

/** The keys of this installation, made when they are first asked for; of two processes that make them both get the first one's. */
export async function pushKeys(db: Database, vault: Vault): Promise<PushKeys> {
  return (await readKeys(db, vault)) ?? makeKeys(db, vault)
}

async function readKeys(db: Database, vault: Vault): Promise<PushKeys | undefined> {
  const kept = await db
    .selectFrom('pushKeys')
    .select(['publicKey', 'privateKey'])
    .where('name', '=', name)
    .executeTakeFirst()
  return kept && { publicKey: kept.publicKey, privateKey: vault.open(kept.privateKey) as string }
}

async function makeKeys(db: Database, vault: Vault): Promise<PushKeys> {
  const { publicKey, privateKey } = (await import('web-push')).default.generateVAPIDKeys()
  await db
    .insertInto('pushKeys')
    .values({ name, publicKey, privateKey: vault.seal(privateKey), createdAt: new Date() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  return (await readKeys(db, vault))!
}
