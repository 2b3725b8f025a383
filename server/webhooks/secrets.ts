import type { Database, Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import type { Vault } from '../platform/secrets.ts'
import { newSecret } from './signature.ts'
import type { Webhook } from './webhooks.ts'

export interface Secret {
  id: string
  secret: string
  createdAt: Date
  /** From then on nothing is signed with it. */
  expiresAt: Date | null
}

/** The one that it has, or a new one where there is none. */
export async function addFirstSecret(trx: Trx, vault: Vault, webhook: Webhook, now: Date): Promise<string> {
  const { organizationId, id: webhookId } = webhook
  const [present] = await validSecrets(trx, vault, { organizationId, webhookId })
  return (present ?? (await insertSecret(trx, vault, webhook, now))).secret
}

/** The newest first: it is the one that most receivers know. */
export async function validSecrets(
  db: Database,
  vault: Vault,
  { organizationId, webhookId }: { organizationId: string; webhookId: string },
  now = new Date(),
): Promise<Secret[]> {
  const kept = await db
    .selectFrom('webhookSecrets')
    .select(['id', 'secret', 'createdAt', 'expiresAt'])
    .where('organizationId', '=', organizationId)
    .where('webhookId', '=', webhookId)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
    .orderBy('id', 'desc')
    .execute()
  return kept.map(({ secret, ...rest }) => ({ ...rest, secret: vault.open(secret) as string }))
}

export async function insertSecret(
  trx: Trx,
  vault: Vault,
  { organizationId, id: webhookId }: Webhook,
  now: Date,
): Promise<Secret> {
  const secret = newSecret()
  const made = { id: newId(now), createdAt: now, expiresAt: null }
  await trx
    .insertInto('webhookSecrets')
    .values({ organizationId, webhookId, ...made, secret: vault.seal(secret) })
    .execute()
  return { ...made, secret }
}
