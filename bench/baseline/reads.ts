import type { FastifyInstance } from 'fastify'
import type pg from 'pg'

import { statement } from './pool.ts'

const findConversation = statement(
  'find_conversation',
  `select v.id as "_id", v.contact_id as "contactId", v.organization_id as "organizationId", v.user_id as "userId",
     v.channel_id as "channelId", v.channel_type as "channelType", v.channel_identifier as "channelIdentifier",
     v.latest_message as "latestMessage", v.last_direction as "lastDirection", v.last_message_time as "lastMessageTime",
     case when v.resolved_at is null then v.waiting_since end as "waitingSince", v.resolved_at is not null as "isResolved",
     v.resolved_at as "resolvedAt", v.snoozed_until as "snoozedUntil", v.tags, v.message_count as "messageCount",
     v.inbound_count - coalesce(s.inbound_count, 0) as "unreadCount",
     s.unseen_at is not null or v.inbound_count > coalesce(s.inbound_count, 0) as "isUnseen",
     null as "window", v.created_at as "createdAt", v.updated_at as "updatedAt",
     array(
       select a.user_id from conversation_assignees a where a.organization_id = $1 and a.conversation_id = v.id
     ) as assignees
   from conversations v
   left join conversation_seen s on s.organization_id = $1 and s.user_id = $3 and s.conversation_id = v.id
   where v.organization_id = $1 and v.id = $2`,
)

const messageColumns = `id as "_id", conversation_id as "conversationId", contact_id as "contactId",
  organization_id as "organizationId", channel_id as "channelId", content, direction, channel_type as "channelType", status,
  sent_by_id as "sentBy", is_ai_generated as "isAIGenerated", segments, error_code as "errorCode",
  error_message as "errorMessage", '{}'::text[] as attachments, reply_to_id as "replyToId", client_id as "clientId", edited_at as "editedAt", away_message as "awayMessage", null as reaction, created_at as "createdAt", updated_at as "updatedAt"`

const listMessages = statement(
  'list_messages',
  `select ${messageColumns} from messages where organization_id = $1 and conversation_id = $2 order by id desc limit $3`,
)

const listContacts = statement(
  'list_contacts',
  `select c.is_bulk_sms as "isBulkSms", c.id as "_id", c.user_id as "userId", c.organization_id as "organizationId",
     c.first_name as "firstName", c.last_name as "lastName", c.phone_number as "phoneNumber", c.status,
     coalesce(c.pipeline_id, (
       select f.id from pipelines f where f.organization_id = $1 and f.type = 'Contact' and f.is_first
     )) as "pipelineId", (
       select s.id from pipeline_stages s
       where s.organization_id = $1 and s.name = c.status and s.pipeline_id = coalesce(c.pipeline_id, (
         select f.id from pipelines f where f.organization_id = $1 and f.type = 'Contact' and f.is_first
       ))
     ) as "pipelineStage",
     c.version > 0 as "isUpdated", c.email, c.created_by_id as "createdById", u.full_name as "createdByName",
     array(select a.user_id from contact_assignees a where a.organization_id = $1 and a.contact_id = c.id) as assignees,
     array(select k.phone_number from contact_numbers k where k.organization_id = $1 and k.contact_id = c.id)
       as "secondaryPhoneNumber", c.channel_types as "channelTypes",
     array(select o.channel_type from opt_outs o where o.organization_id = $1 and o.address = c.phone_number
       and o.channel_type in ('sms', 'facebook', 'webchat')) as "optedOut",
     c.tags, c.blocked_at is not null as "isBlocked", c.blocked_at as "blockedAt", c.verified_at as "verifiedAt", c.verified_by_id as "verifiedBy",
     c.verification_source as "verificationSource", '{}'::jsonb[] as verifications, c.message_status as "messageStatus",
     c.message_count as "messageCount", c.process, c.is_autopilot as "isAutopilot", c.source, '{}'::text[] as files, c.last_message_time as "lastMessageTime",
     c.version as "__v", c.created_at as "createdAt", c.updated_at as "updatedAt", c.latest_message_id as "latestMessage",
     c.last_activity_at as "lastActivityAt"
   from contacts c join users u on u.organization_id = $1 and u.id = c.created_by_id
   where c.organization_id = $1 order by c.last_activity_at desc, c.id desc limit $2 offset $3`,
)

const countContacts = statement(
  'count_contacts',
  'select sum(contacts)::int as total from contact_counts where organization_id = $1',
)

interface ContactRow extends pg.QueryResultRow {
  _id: string
  createdById: string
  createdByName: string
  lastActivityAt: Date
}

/** What our routes of the same addresses answer, with nothing around it. */
export function readRoutes(app: FastifyInstance, pool: pg.Pool, organizationId: string, userId: string): void {
  app.get<{ Params: { id: string } }>('/api/conversation/:id', async (request) => {
    const [conversation] = await findConversation(pool, [organizationId, request.params.id, userId])
    return conversation
  })

  app.post<{ Body: { conversationId: string; size: number } }>('/api/conversation/messages', async (request) => {
    const { conversationId, size } = request.body
    const messages = await listMessages<{ _id: string }>(pool, [organizationId, conversationId, size])
    const oldest = messages.length === size ? messages.at(-1) : undefined
    return { messages: messages.toReversed(), nextCursor: oldest ? cursor([oldest._id]) : null }
  })

  app.get<{ Querystring: { page: string; size: string } }>('/api/contacts', async (request) => {
    const [page, size] = [Number(request.query.page), Number(request.query.size)]
    const [rows, counted] = await Promise.all([
      listContacts<ContactRow>(pool, [organizationId, size, (page - 1) * size]),
      countContacts<{ total: number }>(pool, [organizationId]),
    ])
    const last = rows.length === size ? rows.at(-1) : undefined
    return {
      data: rows.map(({ createdById, createdByName, lastActivityAt: _lastActivityAt, ...rest }) => ({
        ...rest,
        createdBy: { _id: createdById, fullName: createdByName },
      })),
      total: counted[0]?.total,
      nextCursor: last ? cursor(['lastActivity desc', last.lastActivityAt, last._id]) : null,
    }
  })
}

function cursor(parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}
