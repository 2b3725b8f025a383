import type { FastifyInstance } from 'fastify'
import type pg from 'pg'

import { countSegments } from '../../server/channels/segments.ts'
import { newId } from '../../server/platform/id.ts'
import { statement, transaction } from './pool.ts'

interface Conversation extends pg.QueryResultRow {
  id: string
  contact_id: string
  channel_id: string
  channel_type: string
}

const findConversation = statement(
  'conversation_to_write_to',
  'select id, contact_id, channel_id, channel_type from conversations where organization_id = $1 and id = $2',
)

const findChannel = statement(
  'channel_at',
  `select c.organization_id, c.id from channel_routes r
   join channels c on c.organization_id = r.organization_id and c.id = r.channel_id
   where r.channel_type = 'sms' and r.address = $1`,
)

const findSender = statement(
  'sender',
  `select v.id, v.contact_id, v.channel_id, v.channel_type from contacts c
   join conversations v on v.organization_id = $1 and v.contact_id = c.id and v.channel_id = $2
   where c.organization_id = $1 and c.phone_number = $3 for update of v`,
)

const insertion = `
  insert into messages (organization_id, id, conversation_id, contact_id, channel_id, channel_type, direction, content,
    status, provider_message_id, sent_by_id, segments, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`

const insertOutbound = statement('insert_outbound', insertion)

const insertInbound = statement(
  'insert_inbound',
  `${insertion} on conflict (organization_id, channel_id, provider_message_id) do nothing`,
)

const insertOutbox = statement(
  'insert_outbox',
  'insert into outbox (organization_id, message_id, conversation_id, channel_id, due_at) values ($1, $2, $3, $4, $5)',
)

const updateConversation = statement(
  'update_conversation',
  `update conversations set latest_message = $3, latest_message_id = $4, last_message_time = $5, updated_at = $5,
     message_count = message_count + 1, unread_count = unread_count + $6,
     last_inbound_at = case when $6 = 1 then $5 else last_inbound_at end
   where organization_id = $1 and id = $2`,
)

const updateContact = statement(
  'update_contact',
  `update contacts set latest_message_id = $3, last_message_time = $4, last_activity_at = $4,
     channel_types = case when $5 = any(channel_types) then channel_types else array_append(channel_types, $5) end
   where organization_id = $1 and id = $2`,
)

const insertEvent = statement(
  'insert_event',
  `insert into events (organization_id, id, type, actor_type, actor_id, subject_id, data, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
)

interface NewMessage {
  organizationId: string
  conversation: Conversation
  content: string
  providerMessageId: string | null
  sentById: string | null
}

/** What must be written for one message, statement by statement. */
async function write(client: pg.PoolClient, isInbound: boolean, message: NewMessage) {
  const { organizationId, conversation, content, providerMessageId, sentById } = message
  const at = new Date()
  const row = {
    organizationId,
    id: newId(at),
    conversationId: conversation.id,
    contactId: conversation.contact_id,
    channelId: conversation.channel_id,
    channelType: conversation.channel_type,
    direction: isInbound ? 'inbound' : 'outbound',
    content,
    status: isInbound ? 'delivered' : 'queued',
    providerMessageId,
    sentById,
    segments: isInbound ? null : countSegments(content),
    createdAt: at,
  }
  await (isInbound ? insertInbound : insertOutbound)(client, Object.values(row))
  if (!isInbound) await insertOutbox(client, [organizationId, row.id, row.conversationId, row.channelId, at])
  await updateContact(client, [organizationId, row.contactId, row.id, at, row.channelType])
  await updateConversation(client, [organizationId, row.conversationId, content, row.id, at, isInbound ? 1 : 0])
  const nothing = { errorCode: null, errorMessage: null, isAiGenerated: false, hasAttachments: false }
  const [type, author] = isInbound ? ['message.received', 'system'] : ['message.queued', 'user']
  const data = JSON.stringify({ ...row, ...nothing, updatedAt: at })
  await insertEvent(client, [organizationId, newId(at), type, author, sentById, row.id, data, at])
  return row
}

export function sendRoute(app: FastifyInstance, pool: pg.Pool, organizationId: string, userId: string): void {
  app.post<{ Body: { conversationId: string; content: string } }>('/api/messages/send', async (request) => {
    const { conversationId, content } = request.body
    const row = await transaction(pool, async (client) => {
      const [conversation] = await findConversation<Conversation>(client, [organizationId, conversationId])
      const message = { organizationId, conversation: conversation!, content, providerMessageId: null }
      return write(client, false, { ...message, sentById: userId })
    })
    const { id, sentById, providerMessageId: _, createdAt, ...rest } = row
    const more = { replyToId: null, clientId: null, editedAt: null, awayMessage: null, reaction: null }
    const nothing = { isAIGenerated: false, errorCode: null, errorMessage: null, attachments: [], ...more }
    return { _id: id, ...rest, sentBy: sentById, ...nothing, createdAt, updatedAt: createdAt }
  })
}

/** Takes in what a known contact sent. */
export async function receive(
  pool: pg.Pool,
  { from, to, content, providerMessageId }: { from: string; to: string; content: string; providerMessageId: string },
): Promise<void> {
  await transaction(pool, async (client) => {
    const [channel] = await findChannel<{ organization_id: string; id: string }>(client, [to])
    const { organization_id: organizationId, id: channelId } = channel!
    const [conversation] = await findSender<Conversation>(client, [organizationId, channelId, from])
    await write(client, true, {
      organizationId,
      conversation: conversation!,
      content,
      providerMessageId,
      sentById: null,
    })
  })
}
