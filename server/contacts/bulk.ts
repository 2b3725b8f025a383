import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { holdUsers } from '../identity/membership.ts'
import { ownedContacts, visibleTo, withPrevious } from '../identity/visibility.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { countContacts } from './counts.ts'
import { refuseUnlessOwner } from './ownership.ts'
import { placeFor } from './places.ts'
import type { Place } from './places.ts'
import { changesPeople, refuseTakeover } from './protection.ts'
import { contactColumns, contactTables } from './row.ts'
import type { Contact } from './row.ts'
import { discountThreads } from './thread-counts.ts'

/** What became of many contacts; what one may not see is as if it were not there. */
export interface BulkResult {
  matched: number
  modified: number
  notFound: string[]
  /** Of those that were modified, where they stood before. */
  previous?: Array<{ id: string; status: string; pipelineStageId: string | null }>
}

/** Sets the status of all of them, by the stage's id, its name, or both. */
export function setStatuses(
  db: Database,
  actor: Actor,
  ids: string[],
  { status, stageId }: { status?: string; stageId?: string },
): Promise<BulkResult> {
  return transact(db, async (trx) => {
    const { status: name, pipelineId } = await placeFor(trx, actor, { status, pipelineStage: stageId })
    if (name === undefined) throw invalid('status', 'it is required, or pipelineStageId.')
    const before = await lockContacts(trx, actor, ids)
    const others = before.filter(
      (contact) => contact.status !== name || (pipelineId !== undefined && contact.pipelineId !== pipelineId),
    )
    await setStatus(
      trx,
      actor,
      others.map(({ id }) => id),
      { status: name, ...(pipelineId === undefined ? {} : { pipelineId }), isMove: true },
    )
    const previous = others.map((contact) => ({
      id: contact.id,
      status: contact.status,
      pipelineStageId: contact.pipelineStage,
    }))
    return { ...resultOf(ids, before, others.length), previous }
  })
}

/** Of contacts that are held, and stand somewhere else. Where a stage was only renamed, nobody was moved. */
export async function setStatus(
  trx: Trx,
  actor: Actor,
  ids: string[],
  { status, pipelineId, isMove = false }: Pick<Place, 'status'> & Partial<Place> & { isMove?: boolean },
): Promise<void> {
  const gone = await readContacts(trx, actor, ids)
  const now = new Date()
  const moved = pipelineId === undefined ? sql`` : sql`pipeline_id = ${pipelineId},`
  await change(trx, actor, ids, now, sql`${moved} status = ${status}, status_changed_at = ${now}`)
  const added = await readContacts(trx, actor, ids)
  await countContacts(trx, actor.organizationId, { gone, added })
  const former = new Map(isMove ? gone.map((contact) => [contact.id, contact.status]) : [])
  await record(
    trx,
    actor,
    'contact.updated',
    added.map((contact) => withFormerStatus(contact, former.get(contact.id))),
  )
}

function withFormerStatus(contact: Contact, previousStatus = contact.status): Contact & { previousStatus?: string } {
  return previousStatus === contact.status ? contact : { ...contact, previousStatus }
}

/** Deletes them with their conversations and messages; all of them, or none if one is another's. */
export function deleteContacts(db: Database, actor: Actor, ids: string[]): Promise<BulkResult> {
  return transact(db, async (trx) => {
    const gone = await lockContacts(trx, actor, ids)
    const goneIds = gone.map(({ id }) => id)
    await refuseUnlessOwner(trx, actor, gone, 'contactIds')
    await discountThreads(trx, actor.organizationId, goneIds)
    await sql`
      delete from contacts where organization_id = ${actor.organizationId} and id = any(${goneIds})
    `.execute(trx)
    await countContacts(trx, actor.organizationId, { gone })
    await record(trx, actor, 'contact.deleted', gone)
    return resultOf(ids, gone, gone.length)
  })
}

export interface Assignment {
  userId?: string
  addAssignees?: string[]
  removeAssignees?: string[]
}

/** Gives them to an owner, and adds and takes away assignees; who is on both lists is taken away. */
export function assignContacts(db: Database, actor: Actor, ids: string[], assignment: Assignment): Promise<BulkResult> {
  const { userId, addAssignees = [], removeAssignees = [] } = assignment
  const added = addAssignees.filter((each) => !removeAssignees.includes(each))
  const hasNews = (contact: Contact) =>
    (userId !== undefined && contact.userId !== userId) || added.some((each) => !contact.assignees.includes(each))
  return transact(db, async (trx) => {
    const before = await lockContacts(trx, actor, ids)
    await holdUsers(trx, actor.organizationId, [...(userId ? [userId] : []), ...addAssignees, ...removeAssignees])
    await refuseTakeovers(trx, actor, before, assignment)
    const gone = before.filter(
      (contact) => hasNews(contact) || removeAssignees.some((each) => contact.assignees.includes(each)),
    )
    const changed = gone.map(({ id }) => id)
    await addMany(trx, actor, changed, added)
    await removeMany(trx, actor, changed, removeAssignees)
    await change(
      trx,
      actor,
      changed,
      new Date(),
      userId === undefined
        ? undefined
        : sql`user_id = ${userId}, owner_wrote_at = case when user_id = ${userId} then owner_wrote_at end`,
    )
    const after = await readContacts(trx, actor, changed)
    await countContacts(trx, actor.organizationId, { gone, added: after })
    await record(
      trx,
      actor,
      'contact.updated',
      after.map((contact, index) => withPrevious(contact, gone[index])),
    )
    await record(
      trx,
      actor,
      'contact.reassigned',
      after.filter((_, index) => hasNews(gone[index]!)),
    )
    return resultOf(ids, before, changed.length)
  })
}

async function refuseTakeovers(
  trx: Trx,
  actor: Actor,
  contacts: Contact[],
  { userId, addAssignees = [], removeAssignees = [] }: Assignment,
): Promise<void> {
  const taken = contacts.filter(({ userId: owner, assignees }) => {
    const after = [...assignees, ...addAssignees].filter((each) => !removeAssignees.includes(each))
    return (userId !== undefined && userId !== owner) || changesPeople(actor, assignees, after)
  })
  await refuseTakeover(
    trx,
    actor,
    taken.map(({ id }) => id),
    'contactIds',
  )
}

async function addMany(trx: Trx, actor: Actor, ids: string[], userIds: string[]): Promise<void> {
  for (const userId of userIds) {
    await sql`
      insert into contact_assignees (organization_id, contact_id, user_id)
      select c.organization_id, c.id, ${userId} from contacts c
      where c.organization_id = ${actor.organizationId} and c.id = any(${ids})
      on conflict (organization_id, contact_id, user_id) do nothing
    `.execute(trx)
  }
}

async function removeMany(trx: Trx, actor: Actor, ids: string[], userIds: string[]): Promise<void> {
  if (userIds.length === 0) return
  await sql`
    delete from contact_assignees
    where organization_id = ${actor.organizationId} and contact_id = any(${ids}) and user_id = any(${userIds})
  `.execute(trx)
}

/** Holds those that the actor may see until the transaction ends, in one order for everybody; 404 if there is none. */
export async function lockContacts(trx: Trx, actor: Actor, ids: string[]): Promise<Contact[]> {
  const visible = visibleTo(actor, ownedContacts) ?? sql`true`
  const found = await sql<{ id: string }>`
    select contacts.id from contacts
    where contacts.organization_id = ${actor.organizationId} and contacts.id = any(${ids}) and ${visible}
    order by contacts.id for no key update
  `.execute(trx)
  if (ids.length > 0 && found.rows.length === 0) throw notFound('contact')
  return readContacts(
    trx,
    actor,
    found.rows.map(({ id }) => id),
  )
}

/** In the order of their ids. */
export async function readContacts(trx: Database, { organizationId }: Actor, ids: string[]): Promise<Contact[]> {
  const found = await sql<Contact>`
    select ${contactColumns(organizationId)} from ${contactTables(organizationId)}
    where contacts.organization_id = ${organizationId} and contacts.id = any(${ids}) order by contacts.id
  `.execute(trx)
  return found.rows
}

/** Counts the change in their versions, and makes it, where it is one of theirs and not of what belongs to them. */
export async function change(
  trx: Trx,
  { organizationId }: Actor,
  ids: string[],
  at: Date,
  changes?: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    update contacts set ${changes ? sql`${changes},` : sql``} version = version + 1, updated_at = ${at}
    where organization_id = ${organizationId} and id = any(${ids})
  `.execute(trx)
}

export function resultOf(ids: string[], found: Contact[], modified: number): BulkResult {
  const matched = new Set(found.map(({ id }) => id))
  return { matched: matched.size, modified, notFound: [...new Set(ids)].filter((id) => !matched.has(id)) }
}
