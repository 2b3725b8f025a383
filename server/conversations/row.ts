import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { windowOverCodes } from '../channels/windows.ts'

/** A conversation as reads fetch it. */
export interface Conversation {
  id: string
  organizationId: string
  contactId: string
  channelId: string
  channelType: string
  channelIdentifier: string
  userId: string
  latestMessage: string | null
  lastDirection: 'inbound' | 'outbound' | null
  lastMessageTime: Date | null
  lastInboundAt: Date | null
  /** When the contact came by an advertisement last. */
  adClickedAt: Date | null
  /** Whether its channel may send what a person wrote when the window has closed. */
  hasHumanAgent: boolean
  /** When the provider said that the window is over, if that was the last that happened. */
  windowClosedAt: Date | null
  /** The first message since the last answer; null when nobody waits. */
  waitingSince: Date | null
  messageCount: number
  inboundCount: number
  /** What nobody has seen yet; who is asked for their own is told by seen.ts. */
  unreadCount: number
  unseenAt: Date | null
  resolvedAt: Date | null
  resolvedById: string | null
  snoozedUntil: Date | null
  snoozedById: string | null
  tags: string[]
  createdAt: Date
  updatedAt: Date
  assignees: string[]
}

export interface Assignee {
  _id: string
  fullName: string
  email: string
}

const columns = sql`
  conversations.id, conversations.organization_id, conversations.contact_id, conversations.channel_id,
  conversations.channel_identifier, conversations.user_id, conversations.latest_message,
  conversations.last_direction, conversations.last_message_time, conversations.waiting_since,
  conversations.message_count, conversations.inbound_count, conversations.unread_count, conversations.unseen_at,
  conversations.resolved_at, conversations.resolved_by_id, conversations.snoozed_until, conversations.snoozed_by_id,
  conversations.tags, conversations.created_at, conversations.updated_at`

/** What decides whether somebody may be written to; of the conversations under this name. */
export function heardColumns(organizationId: string, conversations = sql`conversations`): RawBuilder<unknown> {
  return sql`${conversations}.channel_type, ${conversations}.last_inbound_at, ${conversations}.ad_clicked_at,
    case when ${conversations}.channel_type = 'facebook' then coalesce((
      select (h.settings ->> 'hasHumanAgent')::boolean from channels h
      where h.organization_id = ${organizationId} and h.id = ${conversations}.channel_id
    ), false) else false end as has_human_agent,
    case when ${conversations}.channel_type = 'facebook' then (
      select w.updated_at from messages w
      where w.organization_id = ${organizationId} and w.id = ${conversations}.latest_message_id and w.status = 'failed'
        and (w.error_code like ${`%/${windowOverCodes[0]}`} or w.error_code like ${`%/${windowOverCodes[1]}`})
    ) end as window_closed_at`
}

export function conversationColumns(organizationId: string): RawBuilder<unknown> {
  return sql`${columns}, ${heardColumns(organizationId)}, array(
    select a.user_id from conversation_assignees a
    where a.organization_id = ${organizationId} and a.conversation_id = conversations.id
  ) as assignees`
}

/** The same with the names of the assignees, for lists. */
export function namedConversationColumns(organizationId: string): RawBuilder<unknown> {
  return sql`${columns}, ${heardColumns(organizationId)}, coalesce((
    select json_agg(json_build_object('_id', u.id, 'fullName', u.full_name, 'email', u.email) order by u.id)
    from conversation_assignees a
    join users u on u.organization_id = ${organizationId} and u.id = a.user_id
    where a.organization_id = ${organizationId} and a.conversation_id = conversations.id
  ), '[]') as assignees`
}
