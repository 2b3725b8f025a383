import { sql } from 'kysely'

import type { Actor } from '../../identity/actor.ts'
import type { Trx } from '../../platform/database.ts'
import { findCustomFields } from '../../contacts/custom-fields.ts'
import { changeContacts, deleteContacts } from './contact-sets.ts'
import { fieldsWith } from './fields.ts'
import type { Import } from './import.ts'
import { holdContacts } from './known-contacts.ts'
import { mergedAway, tracesOf } from './traces.ts'
import { judge } from './verdicts.ts'
import type { Step, Verdict } from './verdicts.ts'

/** Goes back through the file. All that the import did to a contact is undone at once, by the last of its rows. */
export async function undoPiece(trx: Trx, actor: Actor, row: Import): Promise<Import> {
  const steps = await stepsOf(trx, row)
  const verdicts = await judgeAll(trx, actor, steps)
  const all = [...verdicts.values()]
  await deleteContacts(
    trx,
    actor,
    all.flatMap(({ isDeleted, contact }) => (isDeleted && contact ? [contact] : [])),
  )
  await changeContacts(
    trx,
    actor,
    all.flatMap(({ contact, restored }) =>
      contact && restored
        ? [{ id: contact.id, version: contact.version + 1, fields: restored, was: contact.fields }]
        : [],
    ),
  )
  await noteVerdicts(trx, row, steps, verdicts)
  return move(trx, row, steps, verdicts)
}

async function judgeAll(trx: Trx, actor: Actor, steps: Map<string, Step[]>): Promise<Map<string, Verdict>> {
  const { organizationId } = actor
  const ids = [...steps.keys()]
  const held = new Map((await holdContacts(trx, actor, ids)).map((contact) => [contact.id, contact]))
  const traces = await tracesOf(trx, organizationId, ids)
  const merged = await mergedAway(
    trx,
    organizationId,
    ids.filter((id) => !held.has(id)),
  )
  const fields = fieldsWith(await findCustomFields(trx, organizationId))
  const users = await formerOwners(trx, organizationId, steps)
  return new Map(
    [...steps].map(([id, history]) => {
      const present = { contact: held.get(id), isMerged: merged.has(id), traces: traces.get(id) ?? [] }
      return [id, judge(history, present, { fields, users })]
    }),
  )
}

/** Those whose contacts may be theirs again: they are there, and cannot be deleted until the transaction ends. */
async function formerOwners(trx: Trx, organizationId: string, steps: Map<string, Step[]>): Promise<Set<string>> {
  const all = [...steps.values()].flat().map(({ changes }) => changes?.['userId']?.[0])
  const ids = [...new Set(all.filter((id) => typeof id === 'string'))]
  if (ids.length === 0) return new Set()
  const found = await sql<{ id: string }>`
    select id from users where organization_id = ${organizationId} and id = any(${ids}::text[]) and deleted_at is null
    order by id for key share
  `.execute(trx)
  return new Set(found.rows.map(({ id }) => id))
}

/** By contact, for those that rows of this piece have made or changed, with what other pieces did to them. */
async function stepsOf(trx: Trx, row: Import): Promise<Map<string, Step[]>> {
  const found = await sql<Step>`
    select r.number, r.piece, r.outcome, r.contact_id, r.contact_version, r.changes
    from (
      select distinct h.import_id || ' ' || h.contact_id as key from import_results h
      where h.organization_id = ${row.organizationId} and h.import_id = ${row.id} and h.piece = ${row.position - 1}
        and h.outcome <> 'skipped' and h.undo_outcome is null
    ) touched
    cross join lateral (
      select e.number, e.piece, e.outcome, e.contact_id, e.contact_version, e.changes from import_results e
      where e.organization_id = ${row.organizationId} and e.import_id || ' ' || e.contact_id = touched.key
        and e.outcome <> 'skipped' and e.undo_outcome is null
      offset 0
    ) r
    order by r.number
  `.execute(trx)
  const steps = new Map<string, Step[]>()
  for (const step of found.rows) steps.set(step.contactId, [...(steps.get(step.contactId) ?? []), step])
  return steps
}

/**
 * Those that say more than the position does: of a row at or after it that nothing is noted of, nothing is left. Six indexes
 * would have to learn of each that is noted, which took as long as deleting its contact.
 */
async function noteVerdicts(
  trx: Trx,
  row: Import,
  steps: Map<string, Step[]>,
  verdicts: Map<string, Verdict>,
): Promise<void> {
  const noted = [...steps].flatMap(([id, history]) =>
    history
      .map(({ number, piece }) => ({ number, piece, reason: verdicts.get(id)!.reason ?? null }))
      .filter(({ piece, reason }) => reason !== null || piece !== row.position - 1),
  )
  if (noted.length === 0) return
  await sql`
    update import_results set undo_outcome = n.outcome, undo_reason = n.reason
    from unnest(
      ${noted.map(({ number }) => number)}::integer[], ${noted.map(({ reason }) => (reason === null ? 'undone' : 'kept'))}::text[],
      ${noted.map(({ reason }) => reason)}::text[]
    ) as n (number, outcome, reason)
    where import_results.organization_id = ${row.organizationId} and import_results.import_id = ${row.id}
      and import_results.number = n.number
  `.execute(trx)
}

async function move(
  trx: Trx,
  row: Import,
  steps: Map<string, Step[]>,
  verdicts: Map<string, Verdict>,
): Promise<Import> {
  const sum = (isKept: boolean) =>
    [...steps].reduce((total, [id, history]) => {
      return total + ((verdicts.get(id)!.reason !== undefined) === isKept ? history.length : 0)
    }, 0)
  const moved = await trx
    .updateTable('imports')
    .set({
      position: row.position - 1,
      undoneCount: row.undoneCount + sum(false),
      keptCount: row.keptCount + sum(true),
    })
    .where('organizationId', '=', row.organizationId)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return moved as unknown as Import
}
