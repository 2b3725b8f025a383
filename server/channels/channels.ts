import type { Selectable } from 'kysely'

import { countryOf, firstAdmin } from '../identity/organizations.ts'
import type { Links } from '../files/links.ts'
import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { holdUsers } from '../identity/membership.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound, undefinedIfMissing } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Channels } from '../platform/schema.ts'
import type { Vault } from '../platform/secrets.ts'
import { disabling, eventOf, isAsItIs, reconfigured } from './changes.ts'
import type { ChannelType, Connection, Connector } from './connector.ts'
import { findConnector, readConfiguration } from './configuration.ts'
import type { Connectors } from './configuration.ts'

export type Channel = Selectable<Channels>

/** What channels need besides the database: the connectors, the vault of their secrets, and where providers reach us. */
export interface ChannelTools {
  connectors: Connectors
  vault: Vault
  links: Links
  publicUrl: string
}

export interface NewChannel {
  type: ChannelType
  provider: string
  name: string
  /** A webchat gets one of its own. */
  identifier?: string
  credentials?: unknown
  settings?: unknown
  /** Owns the contacts and conversations that begin here. */
  userId?: string
}

export interface ChannelChanges {
  name?: string
  credentials?: unknown
  settings?: unknown
  userId?: string
  isDisabled?: boolean
}

export function listChannels(db: Database, actor: Actor): Promise<Channel[]> {
  return db
    .selectFrom('channels')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
}

export async function findChannel(
  db: Database,
  { organizationId }: { organizationId: string },
  id: string,
): Promise<Channel> {
  const channel = await db
    .selectFrom('channels')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!channel) throw notFound('channel')
  return channel
}

// Held until the transaction ends, so that a deletion and an update at once do not both believe to be first.
export async function lockChannel(trx: Trx, actor: Actor, id: string): Promise<Channel> {
  const channel = await trx
    .selectFrom('channels')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!channel) throw notFound('channel')
  return channel
}

/** An address leads to one channel of one organization; whoever comes second is refused, without a word of who has it. */
export async function addChannel(db: Database, actor: Actor, tools: ChannelTools, input: NewChannel): Promise<Channel> {
  const connector = findConnector(tools.connectors, input.type, input.provider)
  const { settings, credentials } = readConfiguration(connector, input)
  return transact(db, async (trx) => {
    const now = new Date()
    if (input.userId !== undefined) await holdUsers(trx, actor.organizationId, [input.userId])
    const channel = await trx
      .insertInto('channels')
      .values({
        organizationId: actor.organizationId,
        id: newId(now),
        type: input.type,
        provider: input.provider,
        name: input.name,
        identifier: connector.identify(input.identifier, await countryOf(trx, actor.organizationId)),
        settings,
        credentials: tools.vault.seal(credentials),
        userId: input.userId ?? actor.userId ?? (await firstAdmin(trx, actor.organizationId)),
        createdAt: now,
        updatedAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(refuseForeignUser)
    await trx
      .insertInto('channelPacing')
      .values({ organizationId: channel.organizationId, channelId: channel.id, nextAt: now })
      .execute()
    await route(trx, channel, connector, tools)
    await record(trx, actor, 'channel.added', shown(channel))
    await audit(trx, actor, 'channel.added', null, channel)
    return channel
  })
}

export function updateChannel(
  db: Database,
  actor: Actor,
  tools: ChannelTools,
  id: string,
  changes: ChannelChanges,
): Promise<Channel> {
  return transact(db, async (trx) => {
    const channel = await lockChannel(trx, actor, id)
    if (isAsItIs(channel, changes)) return channel
    if (changes.userId !== undefined) await holdUsers(trx, actor.organizationId, [changes.userId])
    const connector = findConnector(tools.connectors, channel.type as ChannelType, channel.provider)
    const { name, userId, isDisabled, ...configuration } = changes
    const reconfiguration = reconfigured(connector, tools.vault, channel, configuration)
    const updated = await trx
      .updateTable('channels')
      .set({
        ...(name === undefined ? {} : { name }),
        ...(userId === undefined ? {} : { userId }),
        ...reconfiguration,
        ...(isDisabled === undefined ? {} : disabling(actor, channel, isDisabled)),
        updatedAt: new Date(),
      })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(refuseForeignUser)
    await unroute(trx, updated)
    await route(trx, updated, connector, tools)
    const isReconfigured = 'credentials' in reconfiguration
    await record(trx, actor, eventOf(channel, updated), {
      ...shown(updated),
      ...(isReconfigured && { isReconfigured }),
    })
    await audit(trx, actor, eventOf(channel, updated), channel, updated)
    return updated
  })
}

/** Its address becomes free and its secrets are forgotten; conversations that were held on it stay. */
export function deleteChannel(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const channel = await lockChannel(trx, actor, id)
    await unroute(trx, channel)
    await trx
      .updateTable('channels')
      .set({ deletedAt: new Date(), credentials: null, updatedAt: new Date() })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    await record(trx, actor, 'channel.deleted', shown(channel))
    await audit(trx, actor, 'channel.deleted', channel, null)
  })
}

/** A provider's word that the channel cannot send until somebody mends it; undefined when it works again. */
export async function noteTrouble(trx: Trx, actor: Actor, channel: Channel, trouble: string | null): Promise<void> {
  if (channel.trouble === trouble) return
  await trx
    .updateTable('channels')
    .set({ trouble, updatedAt: new Date() })
    .where('organizationId', '=', channel.organizationId)
    .where('id', '=', channel.id)
    .execute()
  await record(trx, actor, trouble ? 'channel.troubled' : 'channel.recovered', { ...shown(channel), trouble } as {
    id: string
  })
}

/**
 * As the last, and nothing leaves by it until somebody has configured it anew, or tested it with success. Configured anew
 * since it was read it stays as it is: what was refused then says nothing of now.
 */
export async function haltChannel(trx: Trx, actor: Actor, channel: Channel, trouble: string): Promise<void> {
  const halted = await trx
    .updateTable('channels')
    .set({ haltedAt: new Date() })
    .where('organizationId', '=', channel.organizationId)
    .where('id', '=', channel.id)
    .where('haltedAt', 'is', null)
    .where('credentials', channel.credentials === null ? 'is' : '=', channel.credentials)
    .returning('id')
    .executeTakeFirst()
  if (halted) await noteTrouble(trx, actor, channel, trouble)
}

export function connectorOf(tools: ChannelTools, channel: Pick<Channel, 'type' | 'provider'>): Connector {
  return findConnector(tools.connectors, channel.type as ChannelType, channel.provider)
}

export function connectionOf(tools: ChannelTools, channel: Channel): Connection {
  return {
    organizationId: channel.organizationId,
    channelId: channel.id,
    identifier: channel.identifier,
    settings: channel.settings,
    credentials: channel.credentials ? (tools.vault.open(channel.credentials) as Record<string, unknown>) : {},
    publicUrl: tools.publicUrl,
  }
}

/** The channel that an address leads to, whichever organization it belongs to. */
export async function channelAt(db: Database, type: ChannelType, address: string): Promise<Channel | undefined> {
  const found = await db
    .selectFrom('channelRoutes')
    .select(['organizationId', 'channelId'])
    .where('channelType', '=', type)
    .where('address', '=', address)
    .executeTakeFirst()
  return found && findChannel(db, found, found.channelId).catch(undefinedIfMissing)
}

/** The channels whose other addresses begin so, whichever organizations they belong to. No wildcards. */
export async function channelsUnder(db: Database, type: ChannelType, prefix: string): Promise<Channel[]> {
  const found = await db
    .selectFrom('channelRoutes')
    .select(['organizationId', 'channelId'])
    .where('channelType', '=', type)
    .where('address', 'like', `${prefix}%`)
    .limit(1)
    .execute()
  const channels = found.map((each) => findChannel(db, each, each.channelId).catch(undefinedIfMissing))
  return (await Promise.all(channels)).filter((channel) => channel !== undefined)
}

/** The channel through which a contact is written to first: the oldest working one of the type. */
export async function defaultChannel(
  db: Database,
  organizationId: string,
  type: ChannelType,
): Promise<Channel | undefined> {
  return db
    .selectFrom('channels')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('type', '=', type)
    .where('deletedAt', 'is', null)
    .where('disabledAt', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

async function route(trx: Trx, channel: Channel, connector: Connector, tools: ChannelTools): Promise<void> {
  const { organizationId, type, identifier, settings } = channel
  const addresses = [identifier, ...connector.routes(settings, connectionOf(tools, channel))]
  await trx
    .insertInto('channelRoutes')
    .values(addresses.map((address) => ({ channelType: type, address, organizationId, channelId: channel.id })))
    .execute()
    .catch((error: unknown) => {
      if (!violates(error, 'channel_routes_pkey')) throw error
      throw new Refusal(409, 'address_taken', 'A channel with this address exists already.')
    })
}

async function unroute(trx: Trx, channel: Channel): Promise<void> {
  await trx
    .deleteFrom('channelRoutes')
    .where('organizationId', '=', channel.organizationId)
    .where('channelId', '=', channel.id)
    .execute()
}

export function shown(channel: Channel): Omit<Channel, 'credentials'> {
  const { credentials: _, ...rest } = channel
  return rest
}

function refuseForeignUser(error: unknown): never {
  throw violates(error, 'channels_user_id_fkey') ? notFound('user') : error
}
