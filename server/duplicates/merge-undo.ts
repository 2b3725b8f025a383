import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { withPrevious } from '../identity/visibility.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound, undefinedIfMissing } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { addAssignees, findContact } from '../contacts/contacts.ts'
import { countContacts } from '../contacts/counts.ts'
import { settlePair } from './dedup-reviews.ts'
import { mergedFields } from './merge-fields.ts'
import type { Kept, Merge, MergeStep, Stayed } from './merge-steps.ts'
import { partFacts } from './merged-facts.ts'
import { followingTables, holdContacts } from './merging.ts'
import type { Saved } from './merging.ts'
import { arrivalsOf, restoreOptOuts } from '../contacts/erased-opt-outs.ts'
import { dropNumbers } from '../contacts/numbers.ts'
import { liftShared } from '../contacts/opt-outs.ts'
import type { Contact } from '../contacts/row.ts'

export const undoableDays = 30

export interface Undone {
  source: Contact
  target: Contact
  kept: Kept[]
  stayed: Stayed & { contactId: string }
}

/** Brings the source back with what it had. What was changed since the merge stays as it is, and is named. */
export function undoMerge(db: Database, actor: Actor, steps: MergeStep[], id: string): Promise<Undone> {
  return transact(db, async (trx) => {
    // Whoever erases the target holds it before its merges.
    const asked = await findMerge(trx, actor, id)
    await holdContacts(trx, actor.organizationId, [asked.targetId])
    const { saved, ...merge } = await holdMerge(trx, actor, id)
    const { organizationId, sourceId, targetId } = merge
    const everything = { ...actor, role: 'ADMIN' } as const
    const target = await findContact(trx, everything, targetId).catch(undefinedIfMissing)
    if (!target) throw targetGone()
    const kept = await restoreFields(trx, merge, saved, target)
    kept.push(...(await restoreSource(trx, merge, saved, target)))
    await moveRowsBack(trx, merge, saved)
    await restoreOptOuts(trx, actor, await arrivalsOf(trx, organizationId, [sourceId, targetId]))
    for (const contactId of [sourceId, targetId]) await liftShared(trx, actor, contactId)
    const stayed = { contactId: targetId, conversations: 0, messages: 0 }
    // What followed last comes back first: the others' things hang on it.
    for (const step of steps.toReversed()) {
      const parting = await step.undo(trx, merge, saved.steps[step.name])
      kept.push(...parting.kept)
      stayed.conversations += parting.stayed.conversations
      stayed.messages += parting.stayed.messages
    }
    await partFacts(trx, merge, saved.facts)
    kept.push(...(await addedSince(trx, merge)))
    await settlePair(trx, actor, sourceId, targetId, 'kept_separate')

    const source = await findContact(trx, everything, sourceId)
    const after = await findContact(trx, everything, targetId)
    await countContacts(trx, organizationId, { gone: [target], added: [source, after] })
    const parted = withPrevious(after, target)
    await record(trx, actor, 'contact.unmerged', { ...parted, sourceId, mergeId: id, kept, stayed } as { id: string })
    if (after.userId !== target.userId) await record(trx, actor, 'contact.reassigned', parted)
    // Its people may not see the target, and hear of nothing else that it is back.
    await record(trx, actor, 'contact.updated', source)
    return { source, target: after, kept, stayed }
  })
}

async function findMerge(trx: Trx, actor: Actor, id: string, { isHeld = false } = {}) {
  const merge = await trx
    .selectFrom('contactMerges')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .$if(isHeld, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!merge) throw notFound('merge')
  return merge
}

async function holdMerge(trx: Trx, actor: Actor, id: string): Promise<Merge & { saved: Saved }> {
  const merge = await findMerge(trx, actor, id, { isHeld: true })
  if (merge.undoneAt) throw new Refusal(409, 'merge_undone', 'This merge was undone already.')
  if (Date.now() - merge.mergedAt.getTime() > undoableDays * 86_400_000) {
    throw new Refusal(409, 'merge_too_old', `A merge can be undone for ${undoableDays} days; this one is older.`)
  }
  await trx
    .updateTable('contactMerges')
    .set({ undoneAt: new Date(), undoneById: actor.userId })
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .execute()
  return { ...merge, actor, saved: merge.saved as unknown as Saved }
}

/** Before the source comes back: it may need the number that the target gives up here. */
async function restoreFields(trx: Trx, merge: Merge, saved: Saved, target: Contact): Promise<Kept[]> {
  const { organizationId, targetId } = merge
  const changed = mergedFields.flatMap((field) => {
    const change = saved.changed[field]
    return change ? [{ field, ...change, isSame: target[field] === change.after }] : []
  })
  const back = Object.fromEntries(changed.filter(({ isSame }) => isSame).map(({ field, before }) => [field, before]))
  if ('pipelineId' in back)
    back['pipelineId'] = await pipelineAmong(trx, organizationId, saved.changed.pipelineId!.before)
  const number = target.phoneNumber
  const ownNumber = 'phoneNumber' in back ? (back['phoneNumber'] as string | null) : number
  await dropNumbers(trx, organizationId, targetId, [ownNumber, saved.source.phoneNumber])
  await trx
    .updateTable('contacts')
    .set((eb) => ({ ...back, version: eb('version', '+', 1), updatedAt: new Date() }))
    .where('organizationId', '=', organizationId)
    .where('id', '=', targetId)
    .execute()
  await trx
    .deleteFrom('contactAssignees')
    .where('organizationId', '=', organizationId)
    .where('contactId', '=', targetId)
    .where('userId', 'in', saved.addedAssignees.length > 0 ? saved.addedAssignees : [''])
    .execute()
  return changed
    .filter(({ isSame }) => !isSame)
    .map(({ field }) => ({ what: field, id: targetId, message: 'It was changed after the merge, and stays as it is.' }))
}

async function restoreSource(trx: Trx, merge: Merge, saved: Saved, target: Contact): Promise<Kept[]> {
  const { organizationId, sourceId } = merge
  const { source, sourceAssignees } = saved
  const isTaken = await isNumberTaken(trx, organizationId, source.phoneNumber)
  const users = await usersAmong(trx, organizationId, [source.userId, source.createdById, ...sourceAssignees])
  const owner = users.has(source.userId) ? source.userId : target.userId
  await trx
    .insertInto('contacts')
    .values({
      ...source,
      userId: owner,
      createdById: users.has(source.createdById) ? source.createdById : owner,
      phoneNumber: isTaken ? null : source.phoneNumber,
      pipelineId: await pipelineAmong(trx, organizationId, source.pipelineId),
      version: source.version + 1,
      updatedAt: new Date(),
    })
    .execute()
  const assignees = sourceAssignees.filter((userId) => users.has(userId))
  await addAssignees(trx, organizationId, sourceId, assignees)
  await sql`
    update contact_numbers set contact_id = ${sourceId}
    where organization_id = ${organizationId} and contact_id = ${merge.targetId} and phone_number = any(${saved.numbers})
  `.execute(trx)
  const message = `Another contact has ${source.phoneNumber} by now: this one comes back without it.`
  return isTaken ? [{ what: 'phoneNumber', id: sourceId, message }] : []
}

async function isNumberTaken(trx: Trx, organizationId: string, phoneNumber: string | null): Promise<boolean> {
  const found = await sql`
    select id from contacts where organization_id = ${organizationId} and phone_number = ${phoneNumber}
    union all
    select contact_id from contact_numbers where organization_id = ${organizationId} and phone_number = ${phoneNumber}
  `.execute(trx)
  return found.rows.length > 0
}

/** Of these, who is still there. */
async function usersAmong(trx: Trx, organizationId: string, ids: string[]): Promise<Set<string>> {
  const found = await trx
    .selectFrom('users')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', 'in', ids)
    .execute()
  return new Set(found.map(({ id }) => id))
}

/** The same, or the first one if it was deleted since. */
async function pipelineAmong(trx: Trx, organizationId: string, id: string | null): Promise<string | null> {
  if (id === null) return null
  const found = await sql<{ id: string }>`
    select id from pipelines where organization_id = ${organizationId} and id = ${id} for key share
  `.execute(trx)
  return found.rows[0]?.id ?? null
}

async function moveRowsBack(trx: Trx, { organizationId, sourceId, targetId }: Merge, { moved }: Saved): Promise<void> {
  for (const table of followingTables) {
    await sql`
      update ${sql.table(table)} set contact_id = ${sourceId}
      where organization_id = ${organizationId} and contact_id = ${targetId} and id = any(${moved[table] ?? []})
    `.execute(trx)
  }
}

async function addedSince(trx: Trx, { organizationId, targetId, mergedAt }: Merge): Promise<Kept[]> {
  const kept: Kept[] = []
  for (const [table, what] of [
    ['contact_documents', 'document'],
    ['contact_notes', 'note'],
    ['reminders', 'reminder'],
  ] as const) {
    const found = await sql<{ id: string }>`
      select id from ${sql.table(table)}
      where organization_id = ${organizationId} and contact_id = ${targetId} and created_at > ${mergedAt} order by id limit 100
    `.execute(trx)
    const message = 'It was added after the merge, and stays with the contact that was left.'
    kept.push(...found.rows.map(({ id }) => ({ what, id, message })))
  }
  return kept
}

function targetGone(): Refusal {
  const message = 'The contact that was left is gone. If it was merged into another one, undo that first.'
  return new Refusal(409, 'merge_target_gone', message)
}
