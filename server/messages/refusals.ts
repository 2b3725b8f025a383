import { Refusal } from '../platform/errors.ts'
import type { Thread } from './thread.ts'

export function channelDisabled(channel: Thread['channel']): Refusal {
  return new Refusal(409, 'channel_disabled', `The channel ${channel.name} is disabled: enable it, or use another.`)
}

export function optedOut({ type }: Thread['channel'], address: string): Refusal {
  const message =
    `${address} does not want messages by ${type}: the contact can lift that by START, or a colleague where a colleague ` +
    'noted it.'
  return new Refusal(422, 'opted_out', message)
}

export function noAddress({ type }: Thread['channel']): Refusal {
  if (type === 'sms') return new Refusal(422, 'no_address', 'This contact has no phone number.')
  return new Refusal(422, 'no_address', 'This contact has not written there: on this channel the contact writes first.')
}
