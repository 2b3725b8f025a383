import { sql } from 'kysely'

import { findConversation } from '../conversations/conversations.ts'
import type { Actor } from '../identity/actor.ts'
import { ownedContacts, visibleTo } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'

/** One thing that happened in a conversation besides what was said. */
export interface Happening {
  id: string
  type: string
  actorType: string
  actorId: string | null
  actorName: string | null
  createdAt: Date
  /** Ids of users, with their names as long as they are there. */
  added: string[]
  removed: string[]
  names: Record<string, string>
  tags: string[]
  snoozedUntil: string | null
  status: string | null
  previousStatus: string | null
}

interface Told {
  id: string
  type: string
  actorType: string
  actorId: string | null
  createdAt: Date
  data: {
    assignees?: string[]
    previousAssignees?: string[]
    tags?: string[]
    snoozedUntil?: string | null
    status?: string | null
    previousStatus?: string | null
  }
}

/**
 * The newest, the oldest of them first, as messages are listed; the cursor leads to the ones before. It goes back as far as the
 * log is kept. What happened to the contact belongs here where it changes what can be said, or for whoever sees the contact.
 */
export async function listActivity(
  db: Database,
  actor: Actor,
  conversationId: string,
  { size, cursor }: { size: number; cursor?: string },
): Promise<{ activity: Happening[]; nextCursor: string | null }> {
  const { organizationId } = actor
  const { contactId, channelType } = await findConversation(db, actor, conversationId)
  const before = cursor === undefined ? sql`true` : sql`e.id < ${readCursor(cursor, 1)[0]}`
  // As the index says it, word by word.
  const found = await sql<Told>`
    select e.id, e.type, e.actor_type, e.actor_id, e.created_at, e.data
    from events e
    where e.organization_id = ${organizationId} and e.subject_id = any(${[conversationId, contactId]}) and ${before}
      and (e.type in (
        'conversation.opened', 'conversation.assigned', 'conversation.resolved', 'conversation.reopened', 'conversation.snoozed',
        'conversation.unsnoozed', 'conversation.tagged', 'conversation.referred', 'conversation.merged', 'conversation.parted',
        'conversation.moved', 'contact.optedOut', 'contact.optedIn', 'contact.blocked', 'contact.unblocked'
      ) or e.type = 'contact.updated' and e.data ? 'previousStatus')
      and (e.type not in ('contact.optedOut', 'contact.optedIn') or e.data ->> 'channelType' = ${channelType})
      and (e.type <> 'contact.updated' or exists (
        select from contacts
        where contacts.organization_id = ${organizationId} and contacts.id = ${contactId}
          and ${visibleTo(actor, ownedContacts) ?? sql`true`}
      ))
    order by e.id desc limit ${size}
  `.execute(db)
  const oldest = found.rows.length === size ? found.rows.at(-1) : undefined
  const names = await namesOf(db, organizationId, found.rows)
  return {
    activity: found.rows.toReversed().map((told) => toHappening(told, names)),
    nextCursor: oldest ? writeCursor([oldest.id]) : null,
  }
}

function toHappening({ data, ...told }: Told, names: Map<string, string>): Happening {
  const { assignees = [], previousAssignees = assignees, tags = [], snoozedUntil = null } = data
  const added = assignees.filter((id) => !previousAssignees.includes(id))
  const removed = previousAssignees.filter((id) => !assignees.includes(id))
  const named = [...added, ...removed].flatMap((id) => (names.has(id) ? [[id, names.get(id)!] as const] : []))
  return {
    ...told,
    actorName: names.get(told.actorId ?? '') ?? null,
    added,
    removed,
    names: Object.fromEntries(named),
    tags: told.type === 'conversation.tagged' ? tags : [],
    snoozedUntil,
    status: data.status ?? null,
    previousStatus: data.previousStatus ?? null,
  }
}

async function namesOf(db: Database, organizationId: string, told: Told[]): Promise<Map<string, string>> {
  const ids = told.flatMap(({ actorId, data }) => [
    ...(actorId === null ? [] : [actorId]),
    ...(data.assignees ?? []),
    ...(data.previousAssignees ?? []),
  ])
  if (ids.length === 0) return new Map()
  const found = await sql<{ id: string; fullName: string }>`
    select id, full_name from users where organization_id = ${organizationId} and id = any(${[...new Set(ids)]})
  `.execute(db)
  return new Map(found.rows.map(({ id, fullName }) => [id, fullName]))
}
