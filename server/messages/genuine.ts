import { connectionOf, connectorOf } from '../channels/channels.ts'
import type { Channel, ChannelTools } from '../channels/channels.ts'
import type { ProviderRequest, Webhooks } from '../channels/connector.ts'
import { Refusal } from '../platform/errors.ts'

/** The same answer to a wrong signature and to a channel that is not there: a stranger learns nothing. */
export function genuine(tools: ChannelTools, channel: Channel | undefined, request: ProviderRequest): Webhooks {
  const webhooks = channel && connectorOf(tools, channel).webhooks
  if (channel && webhooks?.isGenuine(connectionOf(tools, channel), request)) return webhooks
  throw new Refusal(
    403,
    'invalid_signature',
    'The signature or the password does not fit: check the secrets of the channel, and that PUBLIC_URL is the address you ' +
      'gave the provider.',
  )
}
