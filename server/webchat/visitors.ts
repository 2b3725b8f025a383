import { createHash, randomBytes } from 'node:crypto'

import { sql } from 'kysely'
import type { RawBuilder, Selectable } from 'kysely'

import { findChannel } from '../channels/channels.ts'
import type { Channel } from '../channels/channels.ts'
import type { WebchatSettings } from '../channels/webchat.ts'
import type { Actor } from '../identity/actor.ts'
import { holdProviderIds } from '../messages/receipts.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound, undefinedIfMissing } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'
import type { WebchatVisitors } from '../platform/schema.ts'

export type Visitor = Selectable<WebchatVisitors>

const sessionDays = 400
const day = 86_400_000

/** A visitor, where it is, and what it has said there so far. */
export interface Standing {
  visitor: Visitor
  channel: Channel
  contactId: string | null
  isBlocked: boolean
  conversation: { id: string; isResolved: boolean; unreadCount: number; agentId: string | null } | null
}

export function settingsOf({ settings }: Channel): WebchatSettings {
  return settings as unknown as WebchatSettings
}

/** What the visitor writes from: what it is found by wherever contacts are. */
export function addressOf({ address, id }: Pick<Visitor, 'address' | 'id'>): string {
  return address ?? id
}

export function visitorActor({ organizationId, id }: Pick<Visitor, 'organizationId' | 'id'>): Actor {
  return { organizationId, type: 'visitor', id, userId: null, role: 'SALES_REP', departmentId: null }
}

/** Whether it has to fill in the form first. For whom the site vouches, it does not. */
export function needsForm({ form }: WebchatSettings, { externalId, formAt }: Visitor): boolean {
  return form.isOn && externalId === null && formAt === null
}

export function mustFillForm(settings: WebchatSettings, visitor: Visitor): boolean {
  const { fields, consent } = settings.form
  return needsForm(settings, visitor) && (consent !== null || fields.some(({ isRequired }) => isRequired))
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Whom a session's secret stands for; undefined where that is over, or the webchat is switched off. */
export async function standingOf(db: Database, secret: string): Promise<Standing | undefined> {
  if (!/^wc_[\w-]{32}$/.test(secret)) return undefined
  const session = await db
    .selectFrom('webchatSessions')
    .select(['organizationId', 'visitorId'])
    .where('secretHash', '=', hashOf(secret))
    .where('expiresAt', '>', new Date())
    .executeTakeFirst()
  const visitor = session && (await findVisitor(db, session.organizationId, session.visitorId))
  if (!visitor) return undefined
  const channel = await findChannel(db, visitor, visitor.channelId).catch(undefinedIfMissing)
  if (!channel || channel.disabledAt) return undefined
  const { isOthers, ...standing } = await whereabouts(db, visitor)
  return isOthers ? undefined : { visitor, channel, ...standing }
}

export async function enter(db: Database, secret: string): Promise<Standing> {
  const standing = await standingOf(db, secret)
  if (standing) return standing
  throw sessionEnded()
}

export function sessionEnded(): Refusal {
  return new Refusal(401, 'session_ended', 'This session is over: begin a new one.')
}

function findVisitor(db: Database, organizationId: string, id: string): Promise<Visitor | undefined> {
  return db
    .selectFrom('webchatVisitors')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export function findKnown(db: Database, channel: Channel, externalId: string): Promise<Visitor | undefined> {
  return db
    .selectFrom('webchatVisitors')
    .selectAll()
    .where('organizationId', '=', channel.organizationId)
    .where('channelId', '=', channel.id)
    .where('externalId', '=', externalId)
    .executeTakeFirst()
}

/** `isOthers`: staff have merged its contact with a person for whom the site vouches, which it never proved to be. */
async function whereabouts(
  db: Database,
  visitor: Visitor,
): Promise<Omit<Standing, 'visitor' | 'channel'> & { isOthers: boolean }> {
  const { organizationId, channelId } = visitor
  const found = await sql<{
    contactId: string
    blockedAt: Date | null
    id: string | null
    resolvedAt: Date | null
    unreadCount: number
    assigneeIds: string[]
    userId: string | null
    isOthers: boolean
  }>`
    select c.id as contact_id, c.blocked_at, v.id, v.resolved_at, v.unread_count, v.assignee_ids, v.user_id,
      ${visitor.externalId === null ? isOfKnownPerson(visitor) : sql`false`} as is_others
    from contact_addresses a
    join contacts c on c.organization_id = ${organizationId} and c.id = a.contact_id
    left join conversations v on v.organization_id = ${organizationId} and v.contact_id = c.id and v.channel_id = ${channelId}
    where a.organization_id = ${organizationId} and a.channel_id = ${channelId} and a.address = ${addressOf(visitor)}
  `.execute(db)
  const [row] = found.rows
  if (!row) return { contactId: null, isBlocked: false, conversation: null, isOthers: false }
  const { contactId, blockedAt, id, resolvedAt, unreadCount, assigneeIds, userId } = row
  const agentId = assigneeIds?.[0] ?? userId
  const conversation = id === null ? null : { id, isResolved: resolvedAt !== null, unreadCount, agentId }
  return { contactId, isBlocked: blockedAt !== null, conversation, isOthers: row.isOthers }
}

function isOfKnownPerson({ organizationId, channelId }: Visitor): RawBuilder<boolean> {
  return sql`exists (
    select from contact_addresses b
    join webchat_visitors w on w.organization_id = ${organizationId} and w.channel_id = ${channelId}
      and w.address = b.address and w.external_id is not null
    where b.organization_id = ${organizationId} and b.channel_id = ${channelId} and b.contact_id = a.contact_id
  )`
}

/** The webchat of this key, as long as visitors may use it. */
export async function openWebchat(db: Database, key: string): Promise<Channel> {
  const route = await db
    .selectFrom('channelRoutes')
    .select(['organizationId', 'channelId'])
    .where('channelType', '=', 'webchat')
    .where('address', '=', key)
    .executeTakeFirst()
  const channel = route && (await findChannel(db, route, route.channelId).catch(undefinedIfMissing))
  if (!channel || channel.disabledAt) throw notFound('webchat')
  return channel
}

/**
 * One transaction at a time deals with these visitors, until it ends. Taken before contacts and conversations, while whoever
 * deletes a contact comes from that side: so it is no lock on the visitors' rows.
 */
export async function holdVisitors(trx: Trx, channel: Channel, names: string[]): Promise<void> {
  await holdProviderIds(
    trx,
    channel,
    names.map((name) => `visitor ${name}`),
  )
}

export interface Visit {
  page?: string | undefined
  pageTitle?: string | undefined
  referrer?: string | undefined
  language?: string | undefined
  browser?: string | undefined
}

/** Shown to staff as a link: so nothing but the address of a page. */
function addressIn(text: string): string | null {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text.slice(0, 500) : null
}

/** As much of it as is kept. */
export function noted({ page, pageTitle, referrer, language, browser }: Visit) {
  return {
    ...(page === undefined ? {} : { page: addressIn(page) }),
    ...(pageTitle === undefined ? {} : { pageTitle: pageTitle.slice(0, 200) }),
    ...(referrer === undefined ? {} : { referrer: addressIn(referrer) }),
    ...(language === undefined ? {} : { language: language.slice(0, 20) }),
    ...(browser === undefined ? {} : { browser }),
    lastSeenAt: new Date(),
  }
}

export function insertVisitor(
  trx: Trx,
  { organizationId, id: channelId }: Channel,
  fields: Visit & { externalId?: string },
): Promise<Visitor> {
  const now = new Date()
  const { externalId = null } = fields
  return trx
    .insertInto('webchatVisitors')
    .values({ organizationId, id: newId(now), channelId, externalId, firstSeenAt: now, ...noted(fields) })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export function changeVisitor(
  trx: Database,
  { organizationId, id }: Visitor,
  changes: Partial<Omit<Visitor, 'organizationId' | 'id' | 'channelId'>>,
): Promise<Visitor | undefined> {
  return trx
    .updateTable('webchatVisitors')
    .set(changes)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Answers the secret: nobody is told it a second time. */
export async function beginSession(trx: Trx, { organizationId, id }: Visitor): Promise<string> {
  const secret = `wc_${randomBytes(24).toString('base64url')}`
  const now = new Date()
  const expiresAt = new Date(now.getTime() + sessionDays * day)
  await trx
    .insertInto('webchatSessions')
    .values({ secretHash: hashOf(secret), organizationId, visitorId: id, createdAt: now, expiresAt })
    .execute()
  return secret
}

export async function endSession(trx: Database, secret: string): Promise<void> {
  await trx.deleteFrom('webchatSessions').where('secretHash', '=', hashOf(secret)).execute()
}
