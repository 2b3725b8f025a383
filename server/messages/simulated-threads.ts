import { sql } from 'kysely'

import { findChannel } from '../channels/channels.ts'
import type { Channel } from '../channels/channels.ts'
import { isTypingTo, phoneMessages } from '../channels/simulator.ts'
import type { PhoneMessage } from '../channels/simulator.ts'
import { simulatedAddress } from '../channels/webchat.ts'
import type { Links } from '../files/links.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import { toAddress } from '../platform/phone-numbers.ts'
import { attachmentsOf } from './messages.ts'
import type { Attachment, Message } from './messages.ts'
import { reactionsTo } from './reactions.ts'

interface PhoneLine {
  id: string
  isFromPhone: boolean
  body: string
  media: { url: string; contentType: string; name: string | null }[]
  /** The provider's. */
  messageId: string | null
  reaction: string | null
  /** The words that it answers. */
  replyTo: string | null
  createdAt: Date
}

export interface PhoneThread {
  lines: PhoneLine[]
  isTyping: boolean
  nextCursor: string | null
}

interface Asked {
  channelId: string
  contact: string
  size: number
  cursor?: string
}

/** A thread as the contact's phone shows it: what came there, even if nobody here knows that it did; the newest first. */
export async function phoneThread(
  db: Database,
  actor: Actor,
  { links, country }: { links: Links; country: string },
  { channelId, contact, size, cursor }: Asked,
): Promise<PhoneThread> {
  const channel = await findChannel(db, actor, channelId)
  if (channel.provider !== 'simulator' && channel.type !== 'webchat')
    throw invalid('channelId', 'it must be a channel on the simulator, or a webchat.')
  const address = await addressOf(db, channel, contact, country)
  if (address === undefined) return { lines: [], isTyping: false, nextCursor: null }
  const page = cursor ? { size, cursor } : { size }
  const [received, written] = await Promise.all([
    phoneMessages(db, actor, { to: address, channelId, ...page }),
    writtenMessages(db, channel, address, page),
  ])
  const lines = [
    ...(await asReceived(db, actor, links, channel, received.messages)),
    ...(await asWritten(db, actor, links, written)),
  ]
  const shown = lines.toSorted((one, other) => (one.id < other.id ? 1 : -1)).slice(0, size)
  const last = shown.length === size ? shown.at(-1) : undefined
  return { lines: shown, isTyping: isTypingTo(channelId, address), nextCursor: last ? writeCursor([last.id]) : null }
}

async function addressOf(
  db: Database,
  channel: Channel,
  contact: string,
  country: string,
): Promise<string | undefined> {
  if (channel.type === 'webchat') return simulatedAddress(db, channel, contact)
  return channel.type === 'sms' ? toAddress(contact, country) : contact
}

async function writtenMessages(
  db: Database,
  { organizationId, id, type }: Channel,
  address: string,
  { size, cursor }: { size: number; cursor?: string },
): Promise<Message[]> {
  const whoWrites =
    type === 'sms'
      ? sql`select c.id from contacts c where c.organization_id = ${organizationId} and c.phone_number = ${address}`
      : sql`select a.contact_id from contact_addresses a
          where a.organization_id = ${organizationId} and a.channel_id = ${id} and a.address = ${address}`
  const before = cursor ? sql`m.id < ${readCursor(cursor, 1)[0]}` : sql`true`
  const found = await sql<Message>`
    select m.* from messages m
    where m.organization_id = ${organizationId} and m.direction = 'inbound' and ${before} and m.conversation_id = (
      select v.id from conversations v
      where v.organization_id = ${organizationId} and v.channel_id = ${id} and v.contact_id = (${whoWrites})
    )
    order by m.id desc limit ${size}
  `.execute(db)
  return found.rows
}

async function asWritten(db: Database, actor: Actor, links: Links, messages: Message[]): Promise<PhoneLine[]> {
  const ids = messages.filter(({ hasAttachments }) => hasAttachments).map(({ id }) => id)
  const attachments = Map.groupBy(await attachmentsOf(db, actor, ids), ({ messageId }) => messageId)
  const reactions = await reactionsTo(db, actor, messages)
  const quoted = await wordsOf(db, actor, { ids: messages.flatMap(({ replyToId }) => replyToId ?? []) })
  return messages.map(({ id, content, providerMessageId, replyToId, createdAt }) => ({
    id,
    isFromPhone: true,
    body: content,
    media: (attachments.get(id) ?? []).flatMap((each) => pictureOf(links, each)),
    messageId: providerMessageId,
    reaction: reactions.get(id) ?? null,
    replyTo: quoted.get(replyToId ?? '') ?? null,
    createdAt,
  }))
}

function pictureOf(links: Links, { organizationId, fileId, contentType, name }: Attachment): PhoneLine['media'] {
  return fileId ? [{ url: links.to({ organizationId, id: fileId }).url, contentType, name: name ?? null }] : []
}

async function asReceived(
  db: Database,
  actor: Actor,
  links: Links,
  channel: Channel,
  messages: PhoneMessage[],
): Promise<PhoneLine[]> {
  const reactions = await reactionsByProviderId(db, channel, messages)
  const quoted = await wordsOf(db, actor, {
    channelId: channel.id,
    providerIds: messages.flatMap(({ replyTo }) => replyTo ?? []),
  })
  return messages.map(({ id, body, media, providerMessageId, replyTo, createdAt }) => ({
    id,
    isFromPhone: false,
    body,
    media: media.map(({ url, contentType }) => ({ url: fresh(links, actor, url), contentType, name: null })),
    messageId: providerMessageId,
    reaction: reactions.get(providerMessageId ?? '') ?? null,
    replyTo: quoted.get(replyTo ?? '') ?? null,
    createdAt,
  }))
}

/** What stands in these messages, by what they are called here or on the channel. */
async function wordsOf(
  db: Database,
  { organizationId }: Actor,
  { ids = [], channelId = '', providerIds = [] }: { ids?: string[]; channelId?: string; providerIds?: string[] },
): Promise<Map<string, string>> {
  if (ids.length + providerIds.length === 0) return new Map()
  const found = await sql<{ id: string; providerMessageId: string | null; content: string }>`
    select m.id, m.provider_message_id, m.content from messages m
    where m.organization_id = ${organizationId}
      and (m.id = any(${ids}) or m.channel_id = ${channelId} and m.provider_message_id = any(${providerIds}))
  `.execute(db)
  return new Map(
    found.rows.flatMap(({ id, providerMessageId, content }) => [
      [id, content],
      [providerMessageId ?? id, content],
    ]),
  )
}

/** What was sent along could be fetched for some hours only; the phone had fetched it by then. */
function fresh(links: Links, { organizationId }: Actor, url: string): string {
  const id = links.keyIn(url, organizationId)
  return id ? links.to({ organizationId, id }).url : url
}

async function reactionsByProviderId(
  db: Database,
  { organizationId, id, type }: Channel,
  messages: PhoneMessage[],
): Promise<Map<string, string>> {
  const ids = messages.flatMap(({ providerMessageId }) => providerMessageId ?? [])
  if (type !== 'facebook' || ids.length === 0) return new Map()
  const found = await sql<{ providerMessageId: string; emoji: string }>`
    select m.provider_message_id, r.emoji from messages m
    join message_reactions r on r.organization_id = ${organizationId} and r.message_id = m.id
    where m.organization_id = ${organizationId} and m.channel_id = ${id} and m.provider_message_id = any(${ids})
      and r.emoji is not null
  `.execute(db)
  return new Map(found.rows.map(({ providerMessageId, emoji }) => [providerMessageId, emoji]))
}
