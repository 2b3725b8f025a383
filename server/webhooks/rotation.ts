import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { insertSecret, validSecrets } from './secrets.ts'
import type { Secret } from './secrets.ts'
import type { WebhookTools } from './tools.ts'
import { findWebhook, holdWebhook } from './webhooks.ts'
import type { Webhook } from './webhooks.ts'

// All signatures stand in one header, and each makes it longer.
const mostSecrets = 5

/** What a webhook signs with: read by admins only, and it is kept who did. */
export function revealSecrets(
  db: Database,
  { vault }: WebhookTools,
  actor: Actor,
  webhookId: string,
): Promise<Secret[]> {
  return transact(db, async (trx) => {
    await findWebhook(trx, actor, webhookId)
    const secrets = await validSecrets(trx, vault, { organizationId: actor.organizationId, webhookId })
    await audit(trx, actor, 'webhook.revealed', null, { id: webhookId })
    return secrets
  })
}

/** Another secret, with which everything is signed from now on; for a while everything is signed with the others as well. */
export function addSecret(
  db: Database,
  { vault }: WebhookTools,
  actor: Actor,
  webhookId: string,
  othersExpireAfterHours: number,
): Promise<Secret> {
  const { organizationId } = actor
  return transact(db, async (trx) => {
    const webhook = await holdWebhook(trx, actor, webhookId)
    const now = new Date()
    const end = new Date(now.getTime() + othersExpireAfterHours * 3_600_000)
    await trx
      .updateTable('webhookSecrets')
      .set({ expiresAt: end })
      .where('organizationId', '=', organizationId)
      .where('webhookId', '=', webhookId)
      .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', end)]))
      .execute()
    await forgetExpired(trx, webhook, now)
    if ((await validSecrets(trx, vault, { organizationId, webhookId })).length >= mostSecrets) {
      const message = `There are ${mostSecrets} secrets that are good for a while yet: let them end at once, with 0 hours.`
      throw new Refusal(409, 'too_many_secrets', message)
    }
    const secret = await insertSecret(trx, vault, webhook, now)
    await record(trx, actor, 'webhook.secretAdded', { id: webhookId })
    await audit(trx, actor, 'webhook.secretAdded', null, { id: webhookId, othersExpireAt: end })
    return secret
  })
}

async function forgetExpired(trx: Trx, { organizationId, id: webhookId }: Webhook, now: Date): Promise<void> {
  await trx
    .deleteFrom('webhookSecrets')
    .where('organizationId', '=', organizationId)
    .where('webhookId', '=', webhookId)
    .where('expiresAt', '<=', now)
    .execute()
}
