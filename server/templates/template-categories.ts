import type { Selectable } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { TemplateCategories } from '../platform/schema.ts'

export type TemplateCategory = Selectable<TemplateCategories>

const mostCategories = 1000

export function listCategories(db: Database, actor: Actor): Promise<TemplateCategory[]> {
  return db
    .selectFrom('templateCategories')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .orderBy('position')
    .orderBy('id')
    .limit(2 * mostCategories)
    .execute()
}

/** Its slug is made of its first name, and stays when the name changes: templates and programs know it by that. */
export function addCategory(db: Database, actor: Actor, name: string): Promise<TemplateCategory> {
  return transact(db, async (trx) => {
    const present = await listCategories(trx, actor)
    if (present.length >= mostCategories) {
      throw new Refusal(409, 'too_many_categories', `There are ${mostCategories} categories: delete one first.`)
    }
    const now = new Date()
    const category = await trx
      .insertInto('templateCategories')
      .values({
        organizationId: actor.organizationId,
        id: newId(now),
        name,
        slug: slugOf(name),
        position: (present.at(-1)?.position ?? -1) + 1,
        createdAt: now,
        updatedAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(refuseTaken)
    await record(trx, actor, 'templateCategory.added', category)
    return category
  })
}

export function renameCategory(db: Database, actor: Actor, id: string, name: string): Promise<TemplateCategory> {
  return transact(db, async (trx) => {
    const present = await lockCategory(trx, actor, id)
    if (present.name === name) return present
    const category = await trx
      .updateTable('templateCategories')
      .set({ name, updatedAt: new Date() })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(trx, actor, 'templateCategory.updated', category)
    return category
  })
}

/** Its templates stay, in the category `other`. */
export function deleteCategory(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    // Whoever puts a template into it at this moment waits, and finds it gone.
    const category = await lockCategory(trx, actor, id)
    await trx
      .updateTable('templates')
      .set({ categoryId: null, updatedAt: new Date() })
      .where('organizationId', '=', actor.organizationId)
      .where('categoryId', '=', id)
      .execute()
    await trx
      .deleteFrom('templateCategories')
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    await record(trx, actor, 'templateCategory.deleted', category)
  })
}

/** Puts these first, in this order; the others follow as they were. */
export function reorderCategories(db: Database, actor: Actor, ids: string[]): Promise<TemplateCategory[]> {
  return transact(db, async (trx) => {
    const present = await trx
      .selectFrom('templateCategories')
      .selectAll()
      .where('organizationId', '=', actor.organizationId)
      .orderBy('id')
      .forUpdate()
      .execute()
    const named = ids.map((id) => present.find((category) => category.id === id))
    if (named.includes(undefined)) throw notFound('category')
    const others = present.filter(({ id }) => !ids.includes(id)).toSorted((one, other) => one.position - other.position)
    const moved = [...(named as TemplateCategory[]), ...others]
      .map((category, position) => ({ category, position }))
      .filter(({ category, position }) => category.position !== position)
    const updatedAt = new Date()
    for (const { category, position } of moved) {
      await trx
        .updateTable('templateCategories')
        .set({ position, updatedAt })
        .where('organizationId', '=', actor.organizationId)
        .where('id', '=', category.id)
        .execute()
    }
    const changed = moved.map(({ category, position }) => ({ ...category, position, updatedAt }))
    await record(trx, actor, 'templateCategory.updated', changed)
    return listCategories(trx, actor)
  })
}

async function lockCategory(trx: Trx, actor: Actor, id: string): Promise<TemplateCategory> {
  const category = await trx
    .selectFrom('templateCategories')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!category) throw notFound('category')
  return category
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')
  if (slug === '') throw invalid('name', 'it must have a letter or a digit.')
  return slug
}

function refuseTaken(error: unknown): never {
  const isTaken = violates(error, 'template_categories_slug_key') || violates(error, 'template_categories_slug_check')
  throw isTaken ? new Refusal(409, 'category_exists', 'There is a category of this name already.') : error
}
