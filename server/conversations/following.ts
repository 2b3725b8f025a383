import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { requireUser, userActor } from '../identity/actor.ts'
import { ownedConversations, visibleTo } from '../identity/visibility.ts'
import type { User } from '../identity/users.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import type { Change } from './change.ts'
import { findConversation } from './conversations.ts'

/** The actor hears of what is written there, as long as they may see it. */
export const following: Change = {
  event: 'conversation.followed',
  said: (actor) => ({ followerId: actor.userId }),
  apply: (trx, actor, held) =>
    addFollowers(
      trx,
      actor.organizationId,
      held.map(({ id }) => id),
      [requireUser(actor)],
    ),
}

export const unfollowing: Change = {
  event: 'conversation.unfollowed',
  said: (actor) => ({ followerId: actor.userId }),
  async apply(trx, actor, held) {
    const left = await sql<{ conversationId: string }>`
      delete from conversation_followers
      where organization_id = ${actor.organizationId} and user_id = ${requireUser(actor)}
        and conversation_id = any(${held.map(({ id }) => id)})
      returning conversation_id
    `.execute(trx)
    return left.rows.map(({ conversationId }) => conversationId)
  },
}

/** Whoever is called into a conversation hears how it goes on, until they say otherwise. */
export async function followToo(trx: Trx, actor: Actor, conversationId: string, userIds: string[]): Promise<void> {
  const conversation = await findConversation(trx, actor, conversationId)
  for (const userId of userIds) {
    const joined = await addFollowers(trx, actor.organizationId, [conversationId], [userId])
    if (joined.length > 0)
      await record(trx, actor, 'conversation.followed', { ...conversation, followerId: userId } as { id: string })
  }
}

/** Answers which of the conversations have new ones by it. */
export async function addFollowers(
  trx: Trx,
  organizationId: string,
  ids: string[],
  userIds: string[],
): Promise<string[]> {
  const now = new Date()
  const added = await sql<{ conversationId: string }>`
    insert into conversation_followers (organization_id, conversation_id, user_id, followed_at)
    select u.organization_id, c.id, u.id, ${now}::timestamptz
    from unnest(${ids}::text[]) as c (id)
    join users u on u.organization_id = ${organizationId} and u.id = any(${userIds}) and u.deleted_at is null
    on conflict (organization_id, conversation_id, user_id) do nothing
    returning conversation_id
  `.execute(trx)
  return [...new Set(added.rows.map(({ conversationId }) => conversationId))]
}

export async function followersIn(trx: Trx, organizationId: string, conversationId: string): Promise<string[]> {
  const found = await sql<{ userId: string }>`
    select user_id from conversation_followers
    where organization_id = ${organizationId} and conversation_id = ${conversationId}
  `.execute(trx)
  return found.rows.map(({ userId }) => userId)
}

/** Those who may still see it: who lost sight of it is told nothing, and follows again when it is back. */
export async function followersOf(db: Database, organizationId: string, conversationId: string): Promise<User[]> {
  const found = await sql<User>`
    select u.* from conversation_followers f
    join users u on u.organization_id = ${organizationId} and u.id = f.user_id
    where f.organization_id = ${organizationId} and f.conversation_id = ${conversationId}
      and u.deleted_at is null and u.disabled_at is null
    order by f.followed_at, u.id
  `.execute(db)
  const seeing = []
  for (const user of found.rows) if (await sees(db, userActor(user), conversationId)) seeing.push(user)
  return seeing
}

async function sees(db: Database, actor: Actor, id: string): Promise<boolean> {
  const found = await sql<{ id: string }>`
    select conversations.id from conversations
    where conversations.organization_id = ${actor.organizationId} and conversations.id = ${id}
      and ${visibleTo(actor, ownedConversations) ?? sql`true`}
  `.execute(db)
  return found.rows.length > 0
}
