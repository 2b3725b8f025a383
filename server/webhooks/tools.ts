import type { Config } from '../platform/config.ts'
import { createOutgoing } from '../platform/outgoing.ts'
import type { Outgoing } from '../platform/outgoing.ts'
import { createVault } from '../platform/secrets.ts'
import type { Vault } from '../platform/secrets.ts'

/** What webhooks need besides the database. */
export interface WebhookTools {
  vault: Vault
  outgoing: Outgoing
  isPrivateAllowed: boolean
}

export function webhookTools({ encryptionKey, privateWebhooks }: Config & { encryptionKey: string }): WebhookTools {
  const outgoing = createOutgoing({ allowPrivate: privateWebhooks })
  return { vault: createVault(encryptionKey), outgoing, isPrivateAllowed: privateWebhooks }
}
