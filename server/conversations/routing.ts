import { sql } from 'kysely'
import type { RawBuilder, Selectable } from 'kysely'

import { findChannel } from '../channels/channels.ts'
import { findProtection } from '../contacts/protection.ts'
import type { Actor } from '../identity/actor.ts'
import { isOpenAt } from '../identity/business-hours.ts'
import { businessHoursOf } from '../identity/business-hours-settings.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { ConversationRouting } from '../platform/schema.ts'
import { replaceAssignees } from './assignees.ts'
import { refuseStrangers } from './colleagues.ts'
import type { Conversation } from './row.ts'

export type Routing = Pick<
  Selectable<ConversationRouting>,
  'mode' | 'capacity' | 'userIds' | 'departmentId' | 'isInBusinessHours'
>

const byOwner: Routing = { mode: 'owner', capacity: 10, userIds: [], departmentId: null, isInBusinessHours: false }

export async function readRouting(db: Database, actor: Actor, channelId: string): Promise<Routing> {
  await findChannel(db, actor, channelId)
  return (await routingOf(db, actor.organizationId, channelId)) ?? byOwner
}

/** How what contacts open on this channel from now on finds who answers it. */
export function setRouting(db: Database, actor: Actor, channelId: string, routing: Routing): Promise<Routing> {
  return transact(db, async (trx) => {
    const { organizationId } = actor
    await findChannel(trx, actor, channelId)
    await refuseStrangers(trx, organizationId, routing.userIds)
    await refuseUnknown(trx, organizationId, routing.departmentId)
    const before = await routingOf(trx, organizationId, channelId)
    const kept = { ...routing, updatedAt: new Date() }
    await trx
      .insertInto('conversationRouting')
      .values({ organizationId, channelId, ...kept })
      .onConflict((conflict) => conflict.columns(['organizationId', 'channelId']).doUpdateSet(kept))
      .execute()
      .catch((error: unknown) => {
        // Deleted since it was looked for.
        throw violates(error, 'conversation_routing_department_id_fkey') ? notFound('department') : error
      })
    const isSame = JSON.stringify(pick(before ?? byOwner)) === JSON.stringify(pick(routing))
    if (!isSame) await record(trx, actor, 'channel.rerouted', { id: channelId, ...pick(routing) })
    return routing
  })
}

async function refuseUnknown(trx: Trx, organizationId: string, departmentId: string | null): Promise<void> {
  if (departmentId === null) return
  const found = await trx
    .selectFrom('departments')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '=', departmentId)
    .executeTakeFirst()
  if (!found) throw notFound('department')
}

/**
 * What a contact opened is given to whoever of those who are available and have room was given one the longest ago; a
 * protected contact's stays with its owner. If there is nobody it stands among the unassigned, and waits for who comes: see
 * handing-out.ts. What a user opens, and where no such order was asked for, stays with whom it has.
 */
export async function route(trx: Trx, actor: Actor, conversation: Conversation): Promise<Conversation> {
  if (actor.type !== 'system') return conversation
  const { organizationId } = conversation
  const next = await nextFor(trx, conversation)
  if (next === 'stays') return conversation

  const assignees = next === 'nobody' ? [] : [next.userId]
  const isSame = assignees.length === 0 && conversation.assignees.length === 0
  if (!isSame) await replaceAssignees(trx, organizationId, [conversation], assignees)
  if (next === 'nobody') await queue(trx, conversation)
  return { ...conversation, assignees }
}

/** Who is to answer it, whose turn on this channel that was; `stays` where no turns are taken. */
export async function nextFor(
  trx: Trx,
  { organizationId, channelId, contactId }: Conversation,
): Promise<{ userId: string } | 'nobody' | 'stays'> {
  const routing = await routingOf(trx, organizationId, channelId)
  if (routing?.mode !== 'round_robin') return 'stays'
  const { isProtected, ownerId } = await findProtection(trx, organizationId, contactId)
  if (isProtected) return { userId: ownerId }
  if (routing.isInBusinessHours && !(await isOpenNow(trx, organizationId))) return 'nobody'
  const userId = await takeTurn(trx, organizationId, routing)
  return userId === undefined ? 'nobody' : { userId }
}

/** Since the first time that nobody was there: who writes again goes on waiting. */
async function queue(trx: Trx, { organizationId, id }: Conversation): Promise<void> {
  await sql`
    update conversations set unrouted_since = ${new Date()}
    where organization_id = ${organizationId} and id = ${id} and unrouted_since is null
  `.execute(trx)
}

async function isOpenNow(trx: Trx, organizationId: string): Promise<boolean> {
  const organization = await trx
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return isOpenAt(businessHoursOf(organization), new Date())
}

async function takeTurn(trx: Trx, organizationId: string, routing: Routing): Promise<string | undefined> {
  const { capacity } = routing
  // One at a time in the organization: whoever waited here sees in the next statement what was given meanwhile.
  await sql`
    select channel_id from conversation_routing where organization_id = ${organizationId} order by channel_id for update
  `.execute(trx)
  const found = await sql<{ id: string }>`
    select u.id from users u
    join chat_availability a on a.organization_id = ${organizationId} and a.user_id = u.id
    left join conversation_turns t on t.organization_id = ${organizationId} and t.user_id = u.id
    where u.organization_id = ${organizationId} and u.disabled_at is null and u.deleted_at is null and a.available_since is not null
      and ${takingPart(routing)}
      and (
        select count(*) from (
          select v.id from conversations v
          where v.organization_id = ${organizationId} and v.state = 'open' and v.assignee_ids && array[u.id] limit ${capacity}
        ) as answering
      ) < ${capacity}
    order by t.last_given_at nulls first, u.id limit 1
  `.execute(trx)
  const userId = found.rows[0]?.id
  if (userId === undefined) return undefined
  await trx
    .insertInto('conversationTurns')
    .values({ organizationId, userId, lastGivenAt: new Date() })
    .onConflict((conflict) =>
      conflict
        .columns(['organizationId', 'userId'])
        .doUpdateSet((eb) => ({ lastGivenAt: eb.ref('excluded.lastGivenAt') })),
    )
    .execute()
  return userId
}

function takingPart({ userIds, departmentId }: Routing): RawBuilder<unknown> {
  if (userIds.length === 0 && departmentId === null) return sql`true`
  return sql`(u.id = any(${userIds}::text[]) or u.department_id = ${departmentId})`
}

function routingOf(db: Database, organizationId: string, channelId: string): Promise<Routing | undefined> {
  return db
    .selectFrom('conversationRouting')
    .select(['mode', 'capacity', 'userIds', 'departmentId', 'isInBusinessHours'])
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .executeTakeFirst()
}

function pick({ mode, capacity, userIds, departmentId, isInBusinessHours }: Routing): Routing {
  return { mode, capacity, userIds, departmentId, isInBusinessHours }
}
