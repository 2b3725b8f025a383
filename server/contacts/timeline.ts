import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { ownedConversations, visibleTo } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import { findContact } from './contacts.ts'
import { changesBetween } from './field-changes.ts'
import type { FieldChange } from './field-changes.ts'

export interface Happening {
  id: string
  type: string
  actorType: string
  actorId: string | null
  createdAt: Date
  /** The conversation in which it happened. */
  conversationId: string | null
  changes: FieldChange[]
  details: Record<string, unknown>
}

/** As the index events_timeline has them: another type needs another index. */
const verbs = {
  contact:
    'created updated reassigned merged unmerged separated blocked unblocked verified unverified methodVerified ' +
    'methodUnverified optedOut optedIn exported',
  conversation: 'opened assigned resolved reopened snoozed unsnoozed tagged merged moved parted referred',
  csat: 'answered',
  note: 'added deleted',
  document: 'added deleted',
}
const types = Object.entries(verbs).flatMap(([noun, all]) => all.split(' ').map((verb) => `${noun}.${verb}`))

/** Those that hold the whole contact as it was then. */
const wholeTypes = ['contact.created', 'contact.updated', 'contact.reassigned']

/** What a line says beside who did it, of what the event tells; of a contact, that is no field of it. */
const shown: Record<string, readonly string[]> = {
  contact: ['channelType', 'address', 'reason'],
  conversation: ['channelType', 'assignees', 'tags', 'snoozedUntil'],
  csat: ['score'],
  note: ['note'],
  document: ['name', 'documentType'],
}

interface Found extends Omit<Happening, 'changes' | 'details' | 'conversationId'> {
  subjectId: string
  data: Record<string, unknown>
  before: Record<string, unknown> | null
}

/** What happened to the contact and in the conversations that the actor may see, the newest first; as long as the log is kept. */
export async function listHappenings(
  db: Database,
  actor: Actor,
  contactId: string,
  { size, cursor }: { size: number; cursor?: string },
): Promise<{ happenings: Happening[]; nextCursor: string | null }> {
  await findContact(db, actor, contactId)
  const contactIds = [contactId, ...(await mergedInto(db, actor, contactId))]
  const found = await sql<Found>`
    select e.id, e.type, e.actor_type, e.actor_id, e.created_at, e.subject_id, e.data, ${wholeBefore(actor)} as before
    from events e
    where e.organization_id = ${actor.organizationId} and coalesce(e.data ->> 'contactId', e.subject_id) = any(${contactIds})
      and e.type in (${literals(types)}) and ${cursor ? sql`e.id < ${readCursor(cursor, 1)[0]}` : sql`true`}
      and ${inSeenThreads(actor)}
    order by e.id desc limit ${size}
  `.execute(db)
  const last = found.rows.length === size ? found.rows.at(-1) : undefined
  return { happenings: found.rows.flatMap(toHappening), nextCursor: last ? writeCursor([last.id]) : null }
}

async function mergedInto(db: Database, { organizationId }: Actor, contactId: string): Promise<string[]> {
  const merges = await db
    .selectFrom('contactMerges')
    .select('sourceId')
    .where('organizationId', '=', organizationId)
    .where('targetId', '=', contactId)
    .where('undoneAt', 'is', null)
    .limit(100)
    .execute()
  return merges.map(({ sourceId }) => sourceId)
}

/** The contact as it was before: what an event changed is what is different since. */
function wholeBefore({ organizationId }: Actor): RawBuilder<unknown> {
  return sql`case when e.type in (${literals(wholeTypes)}) then (
    select b.data from events b
    where b.organization_id = ${organizationId} and coalesce(b.data ->> 'contactId', b.subject_id) = e.subject_id
      and b.type in (${literals(wholeTypes)}) and b.id < e.id
    order by b.id desc limit 1
  ) end`
}

function inSeenThreads(actor: Actor): RawBuilder<unknown> {
  const seen = visibleTo(actor, ownedConversations) ?? sql`true`
  const thread = sql`case when e.type like 'conversation.%' then e.subject_id else e.data ->> 'conversationId' end`
  return sql`(${thread} is null or exists (
    select from conversations where conversations.organization_id = ${actor.organizationId}
      and conversations.id = ${thread} and ${seen}
  ))`
}

function literals(texts: string[]): RawBuilder<unknown> {
  return sql.join(texts.map((text) => sql.lit(text)))
}

/** Nothing, where nothing that is shown has changed. */
function toHappening({ data, before, subjectId, ...rest }: Found): Happening[] {
  const isWhole = wholeTypes.includes(rest.type)
  const changes = isWhole && before ? changesBetween(before, data) : []
  if (isWhole && changes.length === 0 && rest.type !== 'contact.created') return []
  const names = shown[rest.type.split('.', 1)[0]!] ?? []
  const details = Object.fromEntries(
    names.flatMap((name) => ((data[name] ?? null) === null ? [] : [[name, data[name]]])),
  )
  const thread = rest.type.startsWith('conversation.') ? subjectId : data['conversationId']
  return [{ ...rest, changes, details, conversationId: typeof thread === 'string' ? thread : null }]
}
