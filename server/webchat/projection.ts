import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Links } from '../files/links.ts'
import type { Database } from '../platform/database.ts'
import type { Standing } from './visitors.ts'

const linkHours = 24

/** A message as a visitor is shown it, and nothing else of it. */
export interface Shown {
  id: string
  clientId: string | null
  isMine: boolean
  content: string
  files: Array<{ name: string; contentType: string; size: number; url: string; thumbnailUrl: string | null }>
  author: { name: string } | null
  /** What it answers. */
  replyTo: Quoted | null
  /** What the visitor was told when it wrote this, because nobody was there. */
  awayMessage: string | null
  status: 'sent' | 'delivered' | 'read'
  createdAt: Date
}

/** Enough of a message to know it again. */
interface Quoted {
  id: string
  isMine: boolean
  content: string
}

interface Row {
  id: string
  providerMessageId: string | null
  direction: 'inbound' | 'outbound'
  content: string
  status: string
  ignoredAt: Date | null
  awayMessage: string | null
  createdAt: Date
  authorName: string | null
  quotedId: string | null
  quotedDirection: 'inbound' | 'outbound'
  quotedContent: string
  files: Array<{ id: string; name: string; contentType: string; size: number; hasThumbnail: boolean }>
}

/** What was sent to a visitor, and what it has sent. What waits, or was never sent, is not its business. */
const isShown = isShownOf(sql`m`)

function isShownOf(message: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${message}.direction = 'inbound' or ${message}.status in ('sent', 'delivered', 'read'))`
}

const longestQuote = 200

export interface Which {
  where?: RawBuilder<unknown>
  order?: 'asc' | 'desc'
  most: number
}

/** Messages of the visitor's conversation, in the order that is asked for. */
export async function shownMessages(
  db: Database,
  links: Links,
  { visitor, conversation }: Standing,
  { where = sql`true`, order = 'asc', most }: Which,
): Promise<Shown[]> {
  if (!conversation) return []
  const { organizationId } = visitor
  const found = await sql<Row>`
    select m.id, m.provider_message_id, m.direction, m.content, m.status, m.ignored_at, m.away_message, m.created_at,
      u.full_name as author_name, q.id as quoted_id, q.direction as quoted_direction,
      left(coalesce(nullif(q.content, ''), (
        select f.name from attachments a join files f on f.organization_id = ${organizationId} and f.id = a.file_id
        where a.organization_id = ${organizationId} and a.message_id = q.id order by a.id limit 1
      ), ''), ${longestQuote}) as quoted_content, coalesce((
        select json_agg(json_build_object('id', f.id, 'name', f.name, 'contentType', f.content_type, 'size', f.size,
          'hasThumbnail', f.thumbnail_at is not null) order by a.id)
        from attachments a join files f on f.organization_id = ${organizationId} and f.id = a.file_id
        where a.organization_id = ${organizationId} and a.message_id = m.id
      ), '[]') as files
    from messages m
    left join users u on u.organization_id = ${organizationId} and u.id = m.sent_by_id
    left join messages q on q.organization_id = ${organizationId} and q.id = m.reply_to_id
      and q.conversation_id = m.conversation_id and ${isShownOf(sql`q`)}
    where m.organization_id = ${organizationId} and m.conversation_id = ${conversation.id} and ${isShown} and ${where}
    order by m.id ${order === 'asc' ? sql`asc` : sql`desc`} limit ${most}
  `.execute(db)
  const readUntil = await seenUntil(db, organizationId, conversation)
  return found.rows.map((row) => toShown(links, organizationId, row, readUntil))
}

/** The last of the visitor's messages that a user has seen. */
export async function seenUntil(
  db: Database,
  organizationId: string,
  { id, unreadCount }: { id: string; unreadCount: number },
): Promise<string> {
  const found = await sql<{ id: string }>`
    select id from messages
    where organization_id = ${organizationId} and conversation_id = ${id} and direction = 'inbound' and ignored_at is null
    order by id desc limit 1 offset ${unreadCount}
  `.execute(db)
  return found.rows[0]?.id ?? ''
}

function toShown(links: Links, organizationId: string, row: Row, readUntil: string): Shown {
  const isMine = row.direction === 'inbound'
  const isRead = isMine ? row.ignoredAt === null && row.id <= readUntil : row.status === 'read'
  const link = (id: string, isThumbnail: boolean) =>
    links.to({ organizationId, id }, { isThumbnail, hours: linkHours }).url
  return {
    id: row.id,
    clientId: isMine ? clientIdIn(row.providerMessageId) : null,
    isMine,
    content: row.content,
    files: row.files.map(({ id, name, contentType, size, hasThumbnail }) => ({
      name,
      contentType,
      size,
      url: link(id, false),
      thumbnailUrl: hasThumbnail ? link(id, true) : null,
    })),
    author: row.authorName === null ? null : { name: row.authorName },
    replyTo: row.quotedId === null ? null : quotedIn(row, row.quotedId),
    awayMessage: row.awayMessage,
    status: isRead ? 'read' : isMine ? 'sent' : 'delivered',
    createdAt: row.createdAt,
  }
}

function quotedIn({ quotedDirection, quotedContent }: Row, id: string): Quoted {
  return { id, isMine: quotedDirection === 'inbound', content: quotedContent }
}

/** A message's id at the provider is what it was written from, and the id that the visitor's page gave it. */
export function providerIdOf(address: string, clientId: string): string {
  return `${address}:${clientId}`
}

function clientIdIn(providerMessageId: string | null): string | null {
  return providerMessageId?.split(':', 2)[1] ?? null
}
