import type { Config } from '../platform/config.ts'
import { createOutgoing } from '../platform/outgoing.ts'
import type { Outgoing } from '../platform/outgoing.ts'
import { createVault } from '../platform/secrets.ts'
import type { Vault } from '../platform/secrets.ts'

/** What pushing needs besides the database. */
export interface PushTools {
  vault: Vault
  outgoing: Outgoing
  isPrivateAllowed: boolean
  /** Whom a push service may turn to (RFC 8292, 2.1). */
  contact: string
}

type PushConfig = Pick<Config, 'publicUrl' | 'mailFrom' | 'privateWebhooks'> & { encryptionKey: string }

export function pushTools({ encryptionKey, privateWebhooks, publicUrl, mailFrom }: PushConfig): PushTools {
  const mailbox = /[^<\s]+@[^>\s]+/.exec(mailFrom)?.[0] ?? 'tether@localhost'
  return {
    vault: createVault(encryptionKey),
    outgoing: createOutgoing({ allowPrivate: privateWebhooks }),
    isPrivateAllowed: privateWebhooks,
    contact: publicUrl.startsWith('https:') ? publicUrl : `mailto:${mailbox}`,
  }
}
