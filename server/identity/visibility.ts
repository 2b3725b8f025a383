import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Database } from '../platform/database.ts'
import type { Actor } from './actor.ts'

/** A table of things that a user may own, by `user_id`, and be assigned to, in a table of its own. */
interface Owned {
  table: 'contacts' | 'conversations'
  assignees: 'contact_assignees' | 'conversation_assignees'
  key: 'contact_id' | 'conversation_id'
}

export const ownedContacts: Owned = { table: 'contacts', assignees: 'contact_assignees', key: 'contact_id' }
export const ownedConversations: Owned = {
  table: 'conversations',
  assignees: 'conversation_assignees',
  key: 'conversation_id',
}

/**
 * Who may see what, for every list, count, search and single read: an ADMIN the whole organization, a DEPARTMENT_HEAD
 * what the department's people own or are assigned to, a SALES_REP what is theirs. Undefined means everything.
 * A conversation whose contact was erased is nobody's, though its messages may still be going.
 */
export function visibleTo(actor: Actor, owned: Owned): RawBuilder<boolean> | undefined {
  const isAll = actor.role === 'SUPERADMIN' || actor.role === 'ADMIN'
  const theirs = isAll ? undefined : belongingTo(actor.organizationId, viewers(actor), owned)
  if (owned.table === 'contacts') return theirs
  return theirs ? sql<boolean>`(${theirs} and ${isThere})` : isThere
}

const isThere = sql<boolean>`conversations.contact_id is not null`

/** What these users own or are assigned to. The arrays let the planner take both indexes, or filter along a third. */
export function belongingTo(organizationId: string, users: RawBuilder<string[]>, owned: Owned): RawBuilder<boolean> {
  const [table, assignees, key] = [sql.table(owned.table), sql.table(owned.assignees), sql.ref(owned.key)]
  return sql<boolean>`(
    ${table}.user_id = any(${users})
    or ${table}.id = any(array(
      select a.${key} from ${assignees} a where a.organization_id = ${organizationId} and a.user_id = any(${users})
    ))
  )`
}

/** Whose it is, as rows and events say it. */
export interface Belonging {
  userId: string | null
  assignees: string[]
}

/** With whose it was before, where that is others now: who loses sight of it is told so. */
export function withPrevious<T extends Belonging>(after: T, before: Belonging | undefined): T {
  if (!before || (before.userId === after.userId && isSame(before.assignees, after.assignees))) return after
  return { ...after, previousUserId: before.userId, previousAssignees: before.assignees }
}

function isSame(some: string[], others: string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each))
}

/** The same rule for what has been read already: through whose eyes it is looked at. */
export function belongsToOneOf(people: ReadonlySet<string>, { userId, assignees }: Belonging): boolean {
  return (userId !== null && people.has(userId)) || assignees.some((each) => people.has(each))
}

export function oneUser(userId: string | null): RawBuilder<string[]> {
  return sql<string[]>`${userId === null ? [] : [userId]}::text[]`
}

/**
 * The users through whose eyes the actor sees; undefined for who sees everything. As values, so that the planner can tell
 * from its statistics whether they have few things or many.
 */
export async function viewersOf(db: Database, actor: Actor): Promise<string[] | undefined> {
  if (actor.role === 'SUPERADMIN' || actor.role === 'ADMIN') return undefined
  const found = await sql<{ ids: string[] }>`select ${viewers(actor)} as ids`.execute(db)
  return found.rows[0]!.ids
}

function viewers(actor: Actor): RawBuilder<string[]> {
  if (actor.role !== 'DEPARTMENT_HEAD' || actor.departmentId === null) return oneUser(actor.userId)
  return sql<string[]>`array(
    select u.id from users u
    where u.organization_id = ${actor.organizationId} and u.department_id = ${actor.departmentId}
    union select ${actor.userId}::text
  )`
}
