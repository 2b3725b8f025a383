import { isDeepStrictEqual } from 'node:util'

import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import { findCustomFields } from './custom-fields.ts'
import type { CustomField } from './custom-values.ts'
import { planSections } from './section-plan.ts'
import type { AskedSection, Layout, Plan } from './section-plan.ts'

export interface Section {
  name: string
  isHidden: boolean
  properties: Record<string, Property>
}

type Property = Pick<CustomField, 'name' | 'dataType' | 'isHidden'> & CustomField['rules'] & { _id: string }

export async function listSections(db: Database, organizationId: string): Promise<Section[]> {
  const kept = await db
    .selectFrom('contactSections')
    .select('sections')
    .where('organizationId', '=', organizationId)
    .executeTakeFirst()
  return kept ? toSections(kept.sections, await findCustomFields(db, organizationId)) : []
}

export interface ChangedSections {
  id: string
  /** From the old names to the new ones. */
  renamedProperties: Record<string, string>
}

/**
 * Replaces the sections with their fields. A field that comes with its `_id` under another name keeps its data; one that is
 * left out, or gets another type, loses them, which takes `isForced` as soon as any contact has some.
 */
export function setSections(
  db: Database,
  actor: Actor,
  asked: AskedSection[],
  isForced: boolean,
): Promise<ChangedSections> {
  return transact(db, async (trx) => {
    const { organizationId } = actor
    const { id, sections } = await lockSections(trx, organizationId)
    const fields = await findCustomFields(trx, organizationId)
    const plan = planSections(asked, fields)
    const { renamedProperties, lost } = plan
    if (isSame({ sections, fields }, plan)) return { id, renamedProperties }

    if (!isForced) await refuseLoss(trx, organizationId, lost)
    await keep(trx, organizationId, plan)
    if (isForced && lost.length > 0) {
      const fieldIds = lost.map((field) => field.id)
      await enqueue(trx, 'forget_custom_fields', { organizationId, fieldIds, after: '' })
    }
    const removedProperties = lost.map((field) => field.key)
    const after = toSections(plan.layout, plan.fields)
    await record(trx, actor, 'contactSections.updated', {
      id,
      sections: after,
      renamedProperties,
      removedProperties,
    } as {
      id: string
    })
    return { id, renamedProperties }
  })
}

/** The row is what two who change the sections at once wait for. */
async function lockSections(trx: Trx, organizationId: string): Promise<{ id: string; sections: Layout }> {
  await trx
    .insertInto('contactSections')
    .values({ organizationId, id: newId(), sections: '[]', updatedAt: new Date() })
    .onConflict((conflict) => conflict.column('organizationId').doNothing())
    .execute()
  return trx
    .selectFrom('contactSections')
    .select(['id', 'sections'])
    .where('organizationId', '=', organizationId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

async function refuseLoss(trx: Trx, organizationId: string, lost: CustomField[]): Promise<void> {
  const details = []
  for (const { id, key } of lost) {
    const counted = await sql<{ contacts: number }>`
      select count(*) as contacts from contacts
      where organization_id = ${organizationId} and custom_fields <> '{}' and custom_fields -> ${id}::text is not null
    `.execute(trx)
    const { contacts } = counted.rows[0]!
    if (contacts > 0) details.push({ field: key, message: `${contacts} contacts have a value in ${key}.` })
  }
  if (details.length === 0) return
  const counts = details.map(({ message }) => message).join(' ')
  const message = `${counts} Send isForced to lose what they have; to rename a field, send its _id under the new name.`
  throw new Refusal(409, 'field_has_data', message, { details })
}

async function keep(trx: Trx, organizationId: string, { layout, fields }: Plan): Promise<void> {
  await trx.deleteFrom('contactFields').where('organizationId', '=', organizationId).execute()
  if (fields.length > 0) {
    await trx
      .insertInto('contactFields')
      .values(fields.map((field) => ({ ...field, organizationId })))
      .execute()
  }
  await trx
    .updateTable('contactSections')
    .set({ sections: JSON.stringify(layout), updatedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .execute()
}

function isSame(before: { sections: Layout; fields: CustomField[] }, { layout, fields }: Plan): boolean {
  const present = toSections(before.sections, before.fields)
  const asked = toSections(layout, fields)
  // The order of the fields counts, and objects that differ in nothing else are equal.
  return isDeepStrictEqual(before.sections, layout) && isDeepStrictEqual(present, asked)
}

function toSections(layout: Layout, fields: Array<Omit<CustomField, 'organizationId'>>): Section[] {
  const known = new Map(fields.map((field) => [field.id, field]))
  return layout.map(({ name, isHidden, fieldIds }) => {
    const own = fieldIds.map((id) => known.get(id)).filter((field) => field !== undefined)
    return { name, isHidden, properties: Object.fromEntries(own.map((field) => [field.key, toProperty(field)])) }
  })
}

function toProperty({ id, name, dataType, isHidden, rules }: Omit<CustomField, 'organizationId'>): Property {
  return { _id: id, name, dataType, isHidden, ...rules }
}
