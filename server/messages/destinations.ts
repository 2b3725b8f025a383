import { defaultChannel, findChannel } from '../channels/channels.ts'
import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { findThread, latestThreadsOf } from './thread.ts'
import type { Destination } from './thread.ts'

export interface Whereto {
  contactId?: string
  conversationId?: string
  channelId?: string
}

/** Into the conversation that is asked for, or to the contact, where the two spoke last. */
export async function destinationOf(trx: Trx, actor: Actor, asked: Whereto): Promise<Destination> {
  const { contactId, conversationId, channelId } = asked
  if (conversationId) return threadAsAsked(trx, actor, conversationId, asked)
  if (!contactId) throw invalid('contactId', 'it is required, or conversationId.')

  const destination = (await destinationsOf(trx, actor, [contactId], channelId)).get(contactId) ?? notFound('contact')
  if (destination instanceof Refusal) throw destination
  return destination
}

/** The same for many contacts; those that the actor may not see are left out. */
export async function destinationsOf(
  trx: Trx,
  actor: Actor,
  contactIds: string[],
  channelId?: string,
): Promise<Map<string, Destination | Refusal>> {
  const chosen = channelId === undefined ? undefined : await findChannel(trx, actor, channelId)
  const threads = await latestThreadsOf(trx, actor, contactIds, channelId)
  const isAnyNew = [...threads.values()].includes(undefined)
  const channel = chosen ?? (isAnyNew ? await defaultChannel(trx, actor.organizationId, 'sms') : undefined)
  const destinations = [...threads].map(([contactId, thread]): [string, Destination | Refusal] => {
    if (thread instanceof Refusal) return [contactId, thread]
    if (thread) return [contactId, { contactId, ...thread }]
    return [contactId, channel ? { contactId, channel } : noChannel()]
  })
  return new Map(destinations)
}

async function threadAsAsked(
  trx: Trx,
  actor: Actor,
  conversationId: string,
  { contactId, channelId }: Whereto,
): Promise<Destination> {
  const thread = await findThread(trx, actor, conversationId)
  const { conversation } = thread
  if (contactId && conversation.contactId !== contactId)
    throw invalid('contactId', 'the conversation is with another contact.')
  if (channelId && conversation.channelId !== channelId)
    throw invalid('channelId', 'the conversation is on another channel.')
  return { ...thread, contactId: conversation.contactId }
}

function noChannel(): Refusal {
  return new Refusal(409, 'no_channel', 'There is no channel to send through: add one first.')
}
