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

// Whoever could have the kept secrets sent to an address of their own could read them.
function refuseForwarding(channel: Channel, changes: { settings?: unknown; credentials?: unknown }): void {
  if (changes.settings === undefined || changes.credentials !== undefined) return
  if (channel.credentials === null) return
  const asked = (changes.settings ?? {}) as Record<string, unknown>
  const name = whereTheyGo.find((each) => asked[each] !== channel.settings[each])
  if (name) throw invalid('credentials', `they are needed again when settings.${name} changes.`)
}

export function reconfigured(
  connector: Connector,
  vault: Vault,
  channel: Channel,
  changes: { settings?: unknown; credentials?: unknown },
) {
  if (changes.settings === undefined && changes.credentials === undefined) return {}
  refuseForwarding(channel, changes)
  const present = channel.credentials ? vault.open(channel.credentials) : {}
  const { settings, credentials } = readConfiguration(connector, {
    settings: changes.settings ?? channel.settings,
    credentials: changes.credentials ?? present,
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
