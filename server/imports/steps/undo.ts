import { sql } from 'kysely'

import type { Actor } from '../../identity/actor.ts'
import type { Trx } from '../../platform/database.ts'
import { changeContacts, deleteContacts, lockContacts } from './contact-sets.ts'
import { importableFields } from './fields.ts'
import type { FieldValues } from './fields.ts'
import type { Import } from './import.ts'
import type { Changes } from './plan.ts'

type Contact = Awaited<ReturnType<typeof lockContacts>>[number]

/** What the import has done to one contact, row by row. */
interface Step {
  number: number
  outcome: 'created' | 'updated'
  contactId: string
  contactVersion: number
  changes: Changes
}

interface Verdict {
  contact?: Contact
  isDeleted?: boolean
  /** As it is to be again. */
  restored?: FieldValues
  /** Why not all of it is as it was. */
  reason?: string
}

/** Goes back through the file. All that the import did to a contact is undone at once, by the last of its rows. */
export async function undoPiece(trx: Trx, actor: Actor, row: Import): Promise<Import> {
  const steps = await stepsOf(trx, row)
  const ids = [...steps.keys()]
  const locked = await lockContacts(trx, actor, sql`contacts.id = any(${ids}::text[])`)
  const present = new Map(locked.map((contact) => [contact.id, contact]))
  const verdicts = new Map([...steps].map(([id, history]) => [id, judge(history, present.get(id))]))
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
      contact && restored ? [{ ...restored, id: contact.id, version: contact.version + 1 }] : [],
    ),
  )
  await noteVerdicts(trx, row, steps, verdicts)
  return move(trx, row, steps, verdicts)
}

/** By contact, for those that rows of this piece have made or changed, with what other pieces did to them. */
async function stepsOf(trx: Trx, row: Import): Promise<Map<string, Step[]>> {
  const found = await sql<Step>`
    select r.number, r.outcome, r.contact_id, r.contact_version, r.changes
    from (
      select distinct h.import_id || ' ' || h.contact_id as key from import_results h
      where h.organization_id = ${row.organizationId} and h.import_id = ${row.id} and h.piece = ${row.position - 1}
        and h.outcome <> 'skipped' and h.undo_outcome is null
    ) touched
    cross join lateral (
      select e.number, e.outcome, e.contact_id, e.contact_version, e.changes from import_results e
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

function judge(history: Step[], contact: Contact | undefined): Verdict {
  if (!contact) return { reason: 'The contact has been deleted since.' }
  if (!contact.isVisible) return { reason: 'The contact is somebody else’s by now.' }
  return history[0]!.outcome === 'created' ? judgeCreated(history, contact) : judgeChanged(history, contact)
}

function judgeCreated(history: Step[], contact: Contact): Verdict {
  const first = history[0]!.contactVersion
  const isOurs = history.every(({ contactVersion }, index) => contactVersion === first + index)
  if (!isOurs || contact.version !== history.at(-1)!.contactVersion) return { reason: 'The contact was changed since.' }
  if (contact.hasActivity) return { reason: 'There have been messages with the contact since.' }
  return { contact, isDeleted: true }
}

/** Field by field: what somebody else has written since stays. */
function judgeChanged(history: Step[], contact: Contact): Verdict {
  const { firstName, lastName, email, status, process, source } = contact
  const restored: FieldValues = { firstName, lastName, email, status, process, source }
  const names = [...new Set(history.flatMap(({ changes }) => Object.keys(changes)))] as Array<keyof FieldValues>
  const kept = names.filter((name) => {
    const changes = history.map((step) => step.changes[name]).filter((change) => change !== undefined)
    const isOurs = changes.every(([before], index) => index === 0 || before === changes[index - 1]![1])
    const isKept = !isOurs || contact[name] !== changes.at(-1)![1]
    if (!isKept) Object.assign(restored, { [name]: changes[0]![0] })
    return isKept
  })
  const isSame = names.every((name) => restored[name] === contact[name])
  return {
    contact,
    ...(isSame ? {} : { restored }),
    ...(kept.length === 0 ? {} : { reason: `Changed since, and so kept: ${kept.map(labelOf).join(', ')}.` }),
  }
}

function labelOf(name: string): string {
  return importableFields.find((field) => field.name === name)?.label ?? name
}

async function noteVerdicts(
  trx: Trx,
  row: Import,
  steps: Map<string, Step[]>,
  verdicts: Map<string, Verdict>,
): Promise<void> {
  const noted = [...steps].flatMap(([id, history]) =>
    history.map(({ number }) => ({ number, reason: verdicts.get(id)!.reason ?? null })),
  )
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
