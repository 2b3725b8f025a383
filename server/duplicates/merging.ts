import { sql } from 'kysely'
import type { RawBuilder, Selectable } from 'kysely'

import { shareFiles } from '../files/files.ts'
import type { Actor } from '../identity/actor.ts'
import { withPrevious } from '../identity/visibility.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Contacts } from '../platform/schema.ts'
import { addAssignees, findContact } from '../contacts/contacts.ts'
import { countContacts } from '../contacts/counts.ts'
import { settlePair } from './dedup-reviews.ts'
import { chooseFields, whatChanged } from './merge-fields.ts'
import type { Changed, Resolution } from './merge-fields.ts'
import type { Merge, MergeStep } from './merge-steps.ts'
import { joinFacts } from './merged-facts.ts'
import type { JoinedFacts } from './merged-facts.ts'
import { keepNumbers } from '../contacts/numbers.ts'
import { shareOptOuts } from '../contacts/opt-outs.ts'
import type { Contact } from '../contacts/row.ts'

/** Without what the database makes of the rest. */
type ContactRow = Omit<Selectable<Contacts>, 'searchText' | 'sortName' | 'messageStatus'>

/** What an undo needs; times are text by then. */
export interface Saved {
  source: ContactRow
  sourceAssignees: string[]
  changed: Changed
  addedAssignees: string[]
  numbers: string[]
  moved: Record<string, string[]>
  facts: JoinedFacts
  steps: Record<string, unknown>
}

/** Rows of these belong to a contact and follow it as they are. */
export const followingTables = ['contact_addresses', 'contact_documents', 'contact_notes', 'reminders'] as const

export interface MergeRequest {
  sourceId: string
  targetId: string
  resolution?: Resolution
}

/**
 * Makes the source a part of the target: what belongs to it follows, and it is gone until the merge is undone. Both are held
 * from the start, before any conversation, as by whoever sends to them or receives from them: those come before or after.
 */
export function mergeContacts(
  db: Database,
  actor: Actor,
  steps: MergeStep[],
  { sourceId, targetId, resolution = {} }: MergeRequest,
): Promise<{ mergeId: string; contact: Contact }> {
  if (sourceId === targetId) throw invalid('targetId', 'it must be another contact than sourceId.')
  return transact(db, async (trx) => {
    await holdContacts(trx, actor.organizationId, [sourceId, targetId])
    const [source, target] = [await findContact(trx, actor, sourceId), await findContact(trx, actor, targetId)]
    const { organizationId } = actor
    const mergedAt = new Date()
    const merge: Merge = { id: newId(mergedAt), actor, organizationId, sourceId, targetId, mergedAt }
    await insertMerge(trx, merge)
    const saved = await join(trx, merge, { source, target, fields: chooseFields(source, target, resolution), steps })
    await settlePair(trx, actor, sourceId, targetId, 'merged')
    await saveForUndo(trx, merge, saved)

    const contact = await findContact(trx, { ...actor, role: 'ADMIN' }, targetId)
    await countContacts(trx, organizationId, { gone: [source, target], added: [contact] })
    // Whose the source was, which is gone.
    const previous = { previousUserId: source.userId, previousAssignees: source.assignees }
    await record(trx, actor, 'contact.merged', { ...contact, ...previous, sourceId, mergeId: merge.id } as {
      id: string
    })
    const isReassigned = saved.addedAssignees.length > 0 || source.userId !== target.userId || 'userId' in saved.changed
    if (isReassigned) await record(trx, actor, 'contact.reassigned', withPrevious(contact, target))
    return { mergeId: merge.id, contact }
  })
}

/** Until the transaction ends nobody sends to them, receives from them or changes them. In one order, whoever asks. */
export async function holdContacts(trx: Trx, organizationId: string, ids: string[]): Promise<void> {
  await sql`
    select id from contacts where organization_id = ${organizationId} and id = any(${ids}) order by id for update
  `.execute(trx)
}

interface Joining {
  source: Contact
  target: Contact
  fields: ReturnType<typeof chooseFields>
  steps: MergeStep[]
}

async function join(trx: Trx, merge: Merge, { source, target, fields, steps }: Joining): Promise<Saved> {
  const { organizationId, sourceId, targetId } = merge
  const {
    searchText: _text,
    sortName: _name,
    messageStatus: _status,
    ...row
  } = await readRow(trx, organizationId, sourceId)
  const done: Record<string, unknown> = {}
  for (const step of steps) done[step.name] = await step.follow(trx, merge)
  const moved = await moveRows(trx, merge)
  const numbers = await keepNumbers(trx, organizationId, source, target, fields.phoneNumber)

  // Before the target takes its number: that is free only now.
  await trx.deleteFrom('contacts').where('organizationId', '=', organizationId).where('id', '=', sourceId).execute()
  await updateTarget(trx, merge, source, target, fields)
  const facts = await joinFacts(trx, merge, row)

  const joined = [...new Set([...source.assignees, source.userId])]
  const addedAssignees = joined.filter((userId) => !target.assignees.includes(userId))
  await addAssignees(trx, organizationId, targetId, addedAssignees)
  await shareOptOuts(trx, merge.actor, targetId)
  return {
    source: row,
    sourceAssignees: source.assignees,
    changed: whatChanged(target, fields),
    addedAssignees,
    numbers,
    moved,
    facts,
    steps: done,
  }
}

export function readRow(trx: Trx, organizationId: string, id: string): Promise<Selectable<Contacts>> {
  return trx
    .selectFrom('contacts')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

async function moveRows(trx: Trx, { organizationId, sourceId, targetId }: Merge): Promise<Record<string, string[]>> {
  const moved: Record<string, string[]> = {}
  for (const table of followingTables) {
    const found = await sql<{ id: string }>`
      update ${sql.table(table)} set contact_id = ${targetId}
      where organization_id = ${organizationId} and contact_id = ${sourceId}
        and not (${table === 'contact_documents' ? isThereAlready(organizationId, targetId) : sql`false`})
      returning id
    `.execute(trx)
    moved[table] = found.rows.map(({ id }) => id)
  }
  await shareFiles(trx, organizationId, sourceId, targetId)
  return moved
}

/** The same file as a document of both: one is enough. */
function isThereAlready(organizationId: string, targetId: string): RawBuilder<boolean> {
  return sql`exists (
    select from contact_documents other
    where other.organization_id = ${organizationId} and other.contact_id = ${targetId}
      and other.file_id = contact_documents.file_id
  )`
}

/** What lists show of it is of both: the later message, the later activity. */
async function updateTarget(
  trx: Trx,
  { organizationId, targetId, mergedAt }: Merge,
  source: Contact,
  target: Contact,
  fields: ReturnType<typeof chooseFields>,
): Promise<void> {
  const later = (source.lastMessageTime ?? 0) > (target.lastMessageTime ?? 0) ? source : target
  await trx
    .updateTable('contacts')
    .set((eb) => ({
      ...fields,
      latestMessageId: later.latestMessageId,
      lastMessageTime: later.lastMessageTime,
      lastActivityAt: source.lastActivityAt > target.lastActivityAt ? source.lastActivityAt : target.lastActivityAt,
      channelTypes: [...new Set([...target.channelTypes, ...source.channelTypes])],
      version: eb('version', '+', 1),
      updatedAt: mergedAt,
    }))
    .where('organizationId', '=', organizationId)
    .where('id', '=', targetId)
    .execute()
}

async function insertMerge(
  trx: Trx,
  { id, organizationId, sourceId, targetId, mergedAt, actor }: Merge,
): Promise<void> {
  await trx
    .insertInto('contactMerges')
    .values({ organizationId, id, sourceId, targetId, saved: '{}', mergedAt, mergedById: actor.userId })
    .execute()
}

async function saveForUndo(trx: Trx, { organizationId, id }: Merge, saved: Saved): Promise<void> {
  await trx
    .updateTable('contactMerges')
    .set({ saved: JSON.stringify(saved) })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
}
