import { isDeepStrictEqual } from 'node:util'

import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { findChannel } from '../channels/channels.ts'
import { isAdmin } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { ConversationViews } from '../platform/schema.ts'
import { refuseStrangers } from './colleagues.ts'
import type { InboxFilters } from './inbox/conditions.ts'
import { refuseUnclear } from './inbox/where-schema.ts'
import { alternativesOf } from './inbox/where.ts'

export type View = Omit<Selectable<ConversationViews>, 'filters'> & { filters: InboxFilters }

export interface ViewFields {
  name: string
  isShared: boolean
  filters: InboxFilters
}

const mostViews = 500

/** The actor's own, and what colleagues share. */
export async function listViews(db: Database, actor: Actor): Promise<View[]> {
  const found = await sql<View>`
    select w.* from conversation_views w
    where w.organization_id = ${actor.organizationId} and (w.user_id = ${actor.userId} or w.shared_at is not null)
    order by lower(w.name), w.id limit ${mostViews}
  `.execute(db)
  return found.rows
}

async function findView(db: Database, actor: Actor, id: string): Promise<View> {
  const found = await sql<View>`
    select w.* from conversation_views w
    where w.organization_id = ${actor.organizationId} and w.id = ${id}
      and (w.user_id = ${actor.userId} or w.shared_at is not null)
  `.execute(db)
  if (!found.rows[0]) throw notFound('view')
  return found.rows[0]
}

export function saveView(db: Database, actor: Actor, { name, isShared, filters }: ViewFields): Promise<View> {
  return transact(db, async (trx) => {
    const { organizationId, userId } = actor
    if (userId === null) throw new Refusal(409, 'not_a_member', 'Only a user of this organization can save a view.')
    if ((await listViews(trx, actor)).length >= mostViews) {
      throw new Refusal(409, 'too_many_views', `There are ${mostViews} views already: delete one first.`)
    }
    await refuseForeign(trx, actor, filters)
    const now = new Date()
    const view = {
      organizationId,
      id: newId(now),
      userId,
      name: name.trim(),
      sharedAt: isShared ? now : null,
      filters: { ...filters },
      createdAt: now,
      updatedAt: now,
    }
    await trx.insertInto('conversationViews').values(view).execute()
    await record(trx, actor, 'view.saved', view)
    return view
  })
}

/** A shared one may be changed by whoever saved it and by an ADMIN; by the others it is only read. */
export function changeView(db: Database, actor: Actor, id: string, fields: Partial<ViewFields>): Promise<View> {
  return transact(db, async (trx) => {
    const before = await findOwn(trx, actor, id)
    const now = new Date()
    const { name, isShared = before.sharedAt !== null, filters } = fields
    if (filters) await refuseForeign(trx, actor, whatIsNew(filters, before.filters))
    const after: View = {
      ...before,
      name: name?.trim() ?? before.name,
      filters: filters ?? before.filters,
      sharedAt: isShared ? (before.sharedAt ?? now) : null,
    }
    if (isDeepStrictEqual(after, before)) return before
    const changed: View = { ...after, updatedAt: now }
    await trx
      .updateTable('conversationViews')
      .set({ name: after.name, filters: { ...after.filters }, sharedAt: after.sharedAt, updatedAt: now })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    const wasShared = before.sharedAt !== null && changed.sharedAt === null
    await record(trx, actor, 'view.changed', { ...changed, ...(wasShared && { wasShared }) })
    return changed
  })
}

export function deleteView(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const view = await findOwn(trx, actor, id)
    await trx
      .deleteFrom('conversationViews')
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    await record(trx, actor, 'view.deleted', view)
  })
}

/** What is filtered by must be of the organization. */
export async function refuseForeign(
  trx: Trx,
  actor: Actor,
  { channelId, assignee, owner, where }: InboxFilters,
): Promise<void> {
  if (where) await alternativesOf(trx, actor, refuseUnclear(where))
  const within = where?.groups.flatMap(({ conditions }) => conditions) ?? []
  const asked = [{ channelId, assignee, owner }, ...within]
  for (const id of new Set(asked.flatMap((each) => each.channelId ?? []))) await findChannel(trx, actor, id)
  const users = new Set(asked.flatMap((each) => [each.assignee ?? 'none', each.owner ?? 'me']))
  await refuseStrangers(
    trx,
    actor.organizationId,
    [...users].filter((user) => user !== 'me' && user !== 'none'),
  )
}

/** What it was filtered by before may be gone by now: that is no reason not to rename it. */
function whatIsNew(filters: InboxFilters, before: InboxFilters): InboxFilters {
  const { channelId, assignee, owner, where } = filters
  return {
    ...(channelId && channelId !== before.channelId ? { channelId } : {}),
    ...(assignee && assignee !== before.assignee ? { assignee } : {}),
    ...(owner && owner !== before.owner ? { owner } : {}),
    ...(where && !isDeepStrictEqual(where, before.where) ? { where } : {}),
  }
}

export function mayChangeView(actor: Actor, { userId }: Pick<View, 'userId'>): boolean {
  return userId === actor.userId || isAdmin(actor)
}

async function findOwn(trx: Trx, actor: Actor, id: string): Promise<View> {
  await sql`
    select id from conversation_views where organization_id = ${actor.organizationId} and id = ${id} for update
  `.execute(trx)
  const view = await findView(trx, actor, id)
  if (mayChangeView(actor, view)) return view
  throw new Refusal(403, 'view_of_another', 'Only whoever saved this view, or an ADMIN, can change it: save your own.')
}
