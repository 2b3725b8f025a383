import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { findConversation, lockConversation } from '../conversations/conversations.ts'
import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { CsatRequests } from '../platform/schema.ts'
import type { Standing } from './visitors.ts'

export type CsatRequest = Selectable<CsatRequests>

export interface Answer {
  rating: number
  feedback?: string | undefined
}

const openDays = 7
const day = 86_400_000

/** Asks how it was. One question is open at a time: asking again meanwhile asks nothing. */
export function requestCsat(db: Database, actor: Actor, conversationId: string): Promise<CsatRequest> {
  return transact(db, async (trx) => {
    const conversation = await lockConversation(trx, actor, conversationId)
    if (conversation.channelType !== 'webchat') {
      throw new Refusal(409, 'no_csat_here', 'Only visitors of a webchat can be asked how it was.')
    }
    const now = new Date()
    const open = await openRequest(trx, conversation, now)
    if (open) return open
    await closeExpired(trx, conversation, now)
    const agentId = conversation.assignees[0] ?? conversation.userId
    const request = await insertRequest(trx, conversation, now, { userId: agentId, requestedById: actor.userId })
    await record(trx, actor, 'csat.requested', told(request))
    return request
  })
}

/** The visitor's own word. */
export function answerCsat(db: Database, { visitor, conversation }: Standing, answer: Answer): Promise<CsatRequest> {
  return transact(db, async (trx) => {
    const actor = systemActor(visitor.organizationId)
    if (!conversation) throw notAsked()
    const held = await lockConversation(trx, actor, conversation.id)
    const open = await openRequest(trx, held, new Date())
    if (!open) throw notAsked()
    return keepAnswer(trx, actor, open, answer)
  })
}

/** What somebody was told in another way, on the telephone for instance. It answers the open question, if there is one. */
export function noteCsat(db: Database, actor: Actor, conversationId: string, answer: Answer): Promise<CsatRequest> {
  return transact(db, async (trx) => {
    const conversation = await lockConversation(trx, actor, conversationId)
    const now = new Date()
    const open = await openRequest(trx, conversation, now)
    if (open) return keepAnswer(trx, actor, open, answer)
    await closeExpired(trx, conversation, now)
    const agentId = conversation.assignees[0] ?? conversation.userId
    const request = await insertRequest(trx, conversation, now, { userId: agentId, requestedById: actor.userId })
    return keepAnswer(trx, actor, request, answer)
  })
}

/** The last twenty, newest first. */
export async function listCsat(db: Database, actor: Actor, conversationId: string): Promise<CsatRequest[]> {
  const { organizationId } = await findConversation(db, actor, conversationId)
  return db
    .selectFrom('csatRequests')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('conversationId', '=', conversationId)
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
}

/** The question that waits for an answer. */
export function openRequest(
  db: Database,
  { organizationId, id }: { organizationId: string; id: string },
  now: Date,
): Promise<CsatRequest | undefined> {
  return db
    .selectFrom('csatRequests')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('conversationId', '=', id)
    .where('answeredAt', 'is', null)
    .where('closedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
}

async function closeExpired(trx: Trx, { organizationId, id }: { organizationId: string; id: string }, now: Date) {
  await sql`
    update csat_requests set closed_at = ${now}
    where organization_id = ${organizationId} and conversation_id = ${id} and answered_at is null and closed_at is null
  `.execute(trx)
}

function insertRequest(
  trx: Trx,
  { organizationId, id: conversationId }: { organizationId: string; id: string },
  now: Date,
  people: Pick<CsatRequest, 'userId' | 'requestedById'>,
): Promise<CsatRequest> {
  const expiresAt = new Date(now.getTime() + openDays * day)
  return trx
    .insertInto('csatRequests')
    .values({ organizationId, id: newId(now), conversationId, ...people, requestedAt: now, expiresAt })
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function keepAnswer(trx: Trx, actor: Actor, request: CsatRequest, answer: Answer): Promise<CsatRequest> {
  const answered = await trx
    .updateTable('csatRequests')
    .set({
      rating: answer.rating,
      feedback: answer.feedback?.trim() || null,
      answeredAt: new Date(),
      answeredById: actor.userId,
    })
    .where('organizationId', '=', request.organizationId)
    .where('id', '=', request.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(trx, actor, 'csat.answered', told(answered))
  return answered
}

/** Without what was written with it: that is read where it is kept. */
function told({ feedback: _feedback, ...request }: CsatRequest): Omit<CsatRequest, 'feedback'> {
  return request
}

function notAsked(): Refusal {
  return new Refusal(409, 'csat_not_asked', 'Nobody asks how it was, or it has been answered already.')
}
