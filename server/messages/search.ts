import { sql } from 'kysely'

import { newestMatches } from '../conversations/matches.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { withOwnPlan } from '../platform/own-plan.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import { placesOf } from './highlights.ts'
import type { Place } from './highlights.ts'

/** A message that was found, with what a list shows of where it stands. */
export interface Found {
  id: string
  content: string
  direction: 'inbound' | 'outbound'
  createdAt: Date
  conversationId: string
  channelId: string
  channelType: string
  contactId: string
  firstName: string | null
  lastName: string | null
  phoneNumber: string | null
  resolvedAt: Date | null
  places: Place[]
}

export interface MessageSearch {
  q: string
  conversationId?: string
  contactId?: string
  size: number
  cursor?: string
}

/** The messages in which all of the words stand, the newest first; the last word may be the beginning of one. */
export function searchMessages(
  db: Database,
  actor: Actor,
  { q, conversationId, contactId, size, cursor }: MessageSearch,
): Promise<{ messages: Found[]; nextCursor: string | null }> {
  return withOwnPlan(db, async (trx) => {
    const { organizationId } = actor
    const before = cursor && readCursor(cursor, 1)[0]
    const matches = await newestMatches(trx, actor, { text: q, before, conversationId, contactId, limit: size })
    const found = await sql<Omit<Found, 'places'>>`
      select messages.id, messages.content, messages.direction, messages.created_at, messages.conversation_id,
        messages.channel_id, messages.channel_type, messages.contact_id,
        contacts.first_name, contacts.last_name, contacts.phone_number, conversations.resolved_at
      from messages
      join conversations on conversations.organization_id = ${organizationId} and conversations.id = messages.conversation_id
      join contacts on contacts.organization_id = ${organizationId} and contacts.id = messages.contact_id
      where messages.organization_id = ${organizationId} and messages.id = any(${matches.map(({ id }) => id)})
      order by messages.id desc
    `.execute(trx)
    const messages = found.rows.map((message) => ({ ...message, places: placesOf(message.content, q) }))
    const last = messages.length === size ? messages.at(-1) : undefined
    return { messages, nextCursor: last ? writeCursor([last.id]) : null }
  })
}
