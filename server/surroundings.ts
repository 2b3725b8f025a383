import type { ChannelTools } from './channels/channels.ts'
import { toConnectors } from './channels/configuration.ts'
import { kannelConnector } from './channels/kannel.ts'
import { messengerConnector } from './channels/messenger.ts'
import { simulatorConnector } from './channels/simulator.ts'
import { twilioConnector } from './channels/twilio.ts'
import { webchatConnector } from './channels/webchat.ts'
import { sealAddressKeysWith } from './contacts/erased-opt-out-keys.ts'
import { createLinks } from './files/links.ts'
import type { ResetDelivery } from './identity/password-resets.ts'
import { wakeWorkersThrough } from './messages/outbox.ts'
import type { Config } from './platform/config.ts'
import type { Database } from './platform/database.ts'
import { wakeThrough } from './platform/events/record.ts'
import type { Log } from './platform/log.ts'
import { createOutgoing } from './platform/outgoing.ts'
import { createVault } from './platform/secrets.ts'
import type { Signals } from './platform/signals.ts'
import type { Storage } from './platform/storage.ts'
import { wakePushersThrough } from './push/queue.ts'
import { wakeTellersThrough } from './webhooks/queue.ts'

/** What every part is given: made once in main.ts, or for each test. */
export interface Surroundings {
  config: Config & { jwtSecret: string; encryptionKey: string }
  db: Database
  /** Past any pooler: for LISTEN, session locks and the job runner. */
  directUrl: string
  signals: Signals
  storage: Storage
  log: Log
}

export function channelTools({ config, db }: Pick<Surroundings, 'config' | 'db'>): ChannelTools {
  const outgoing = createOutgoing({ allowPrivate: config.privateGateways })
  return {
    connectors: toConnectors([
      twilioConnector(outgoing),
      kannelConnector(outgoing),
      messengerConnector(outgoing),
      simulatorConnector(db),
      simulatorConnector(db, 'facebook'),
      webchatConnector(db),
    ]),
    vault: createVault(config.encryptionKey),
    links: createLinks(config.jwtSecret, config.publicUrl),
    publicUrl: config.publicUrl,
  }
}

/** How whoever forgot a password hears of the way back in. */
export function resetDelivery({ config }: Pick<Surroundings, 'config'>): ResetDelivery {
  const { encryptionKey, publicUrl, smtpUrl } = config
  return { vault: createVault(encryptionKey), publicUrl, sendsMail: smtpUrl !== undefined }
}

/** What lower floors ask of higher things, or of the world, once for each process. */
export function connectFloors({ config, signals }: Surroundings): void {
  sealAddressKeysWith(config.encryptionKey)
  wakeThrough(signals)
  wakeWorkersThrough(signals)
  wakeTellersThrough(signals)
  wakePushersThrough(signals)
}
