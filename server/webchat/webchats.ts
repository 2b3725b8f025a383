import { addChannel, connectionOf, findChannel, listChannels, updateChannel } from '../channels/channels.ts'
import type { Channel, ChannelTools } from '../channels/channels.ts'
import { newIdentitySecret, rotated } from '../channels/webchat.ts'
import type { WebchatSettings } from '../channels/webchat.ts'
import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { isTimeZone } from '../identity/time-zone.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { invalid, notFound, undefinedIfMissing } from '../platform/errors.ts'

export interface WebchatFields extends Partial<WebchatSettings> {
  name?: string
  userId?: string
  isDisabled?: boolean
}

export interface Made {
  channel: Channel
  identitySecret: string
}

/** The channels that are webchats. */
export async function listWebchats(db: Database, actor: Actor): Promise<Channel[]> {
  return (await listChannels(db, actor)).filter(isWebchat)
}

export async function findWebchat(db: Database, actor: Actor, id: string): Promise<Channel> {
  const channel = await findChannel(db, actor, id).catch(undefinedIfMissing)
  if (!channel || !isWebchat(channel)) throw notFound('webchat')
  return channel
}

/** The secret with which the site signs who its visitors are is told here, and never again. */
export async function addWebchat(
  db: Database,
  actor: Actor,
  tools: ChannelTools,
  { name, userId, isDisabled: _isDisabled, ...settings }: WebchatFields & { name: string },
): Promise<Made> {
  refuseStrangeZone(settings)
  const identitySecret = newIdentitySecret()
  const channel = await addChannel(db, actor, tools, {
    type: 'webchat',
    provider: 'tether',
    name,
    settings,
    credentials: { identitySecret },
    ...(userId === undefined ? {} : { userId }),
  })
  return { channel, identitySecret }
}

/** What is left out stays as it is; of a setting that has parts, all of them are replaced. */
export function updateWebchat(
  db: Database,
  actor: Actor,
  tools: ChannelTools,
  id: string,
  { name, userId, isDisabled, ...settings }: WebchatFields,
): Promise<Channel> {
  refuseStrangeZone(settings)
  return transact(db, async (trx) => {
    const before = await holdWebchat(trx, actor, id)
    return updateChannel(trx, actor, tools, id, {
      ...(name === undefined ? {} : { name }),
      ...(userId === undefined ? {} : { userId }),
      ...(isDisabled === undefined ? {} : { isDisabled }),
      ...(Object.keys(settings).length === 0 ? {} : { settings: { ...before.settings, ...settings } }),
    })
  })
}

/** A new secret; what is signed with the one before is believed for a day more. */
export function rotateIdentitySecret(db: Database, actor: Actor, tools: ChannelTools, id: string): Promise<string> {
  return transact(db, async (trx) => {
    const channel = await holdWebchat(trx, actor, id)
    const credentials = rotated(connectionOf(tools, channel).credentials)
    await updateChannel(trx, actor, tools, id, { credentials })
    await audit(trx, actor, 'channel.identitySecretRotated', null, { id })
    return credentials.identitySecret
  })
}

async function holdWebchat(trx: Database, actor: Actor, id: string): Promise<Channel> {
  await trx
    .selectFrom('channels')
    .select('id')
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute()
  return findWebchat(trx, actor, id)
}

function isWebchat({ type }: Channel): boolean {
  return type === 'webchat'
}

function refuseStrangeZone({ hours }: Partial<WebchatSettings>): void {
  if (hours?.timeZone === undefined || isTimeZone(hours.timeZone)) return
  throw invalid('hours.timeZone', 'it must be a time zone of the IANA list, such as Europe/Paris.')
}
