import type { Actor } from '../identity/actor.ts'
import { invalid } from '../platform/errors.ts'
import type { Vault } from '../platform/secrets.ts'
import type { Channel, ChannelChanges } from './channels.ts'
import type { Connector } from './connector.ts'
import { readConfiguration } from './configuration.ts'

export function isAsItIs(channel: Channel, { isDisabled, ...others }: ChannelChanges): boolean {
  const isSwitched = isDisabled !== undefined && isDisabled !== (channel.disabledAt !== null)
  return !isSwitched && Object.keys(others).length === 0
}

const whereTheyGo = ['apiBaseUrl', 'sendUrl']

/** Which setting would send the credentials elsewhere, if one does. */
function forwarding(channel: Channel, { settings }: { settings?: unknown }): string | undefined {
  if (settings === undefined || channel.credentials === null) return undefined
  const asked = (settings ?? {}) as Record<string, unknown>
  return whereTheyGo.find((each) => asked[each] !== channel.settings[each])
}

/**
 * Credentials that are not sent stay as they are. But whoever could have the kept ones sent to an address of their own could
 * read them: for a new address all of them are entered anew.
 */
function completed(channel: Channel, vault: Vault, changes: { settings?: unknown; credentials?: unknown }): unknown {
  const name = forwarding(channel, changes)
  if (name && changes.credentials === undefined)
    throw invalid('credentials', `they are needed again when settings.${name} changes.`)
  const { credentials } = changes
  if (name || !channel.credentials || (credentials !== undefined && !isObject(credentials))) return credentials
  return { ...(vault.open(channel.credentials) as object), ...credentials }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function reconfigured(
  connector: Connector,
  vault: Vault,
  channel: Channel,
  changes: { settings?: unknown; credentials?: unknown },
) {
  if (changes.settings === undefined && changes.credentials === undefined) return {}
  const { settings, credentials } = readConfiguration(connector, {
    settings: changes.settings ?? channel.settings,
    credentials: completed(channel, vault, changes),
  })
  return { settings, credentials: vault.seal(credentials), trouble: null, haltedAt: null }
}

export function disabling(actor: Actor, channel: Channel, isDisabled: boolean) {
  if (!isDisabled) return { disabledAt: null, disabledById: null }
  return channel.disabledAt ? {} : { disabledAt: new Date(), disabledById: actor.userId }
}

export function eventOf(before: Channel, after: Channel): `channel.${string}` {
  if (!before.disabledAt && after.disabledAt) return 'channel.disabled'
  if (before.disabledAt && !after.disabledAt) return 'channel.enabled'
  return 'channel.updated'
}
