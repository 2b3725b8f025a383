import { sql } from 'kysely'
import type { RawBuilder, Selectable } from 'kysely'

import { isAdmin } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { holdUsers } from '../identity/membership.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Templates } from '../platform/schema.ts'
import { problemOf } from './rendering.ts'

export const templateTypes = ['sms', 'campaign', 'script', 'automation', 'email'] as const
export type TemplateType = (typeof templateTypes)[number]

/** A saved reply; `category` is the slug of its category, or `other`. */
export type Template = Omit<Selectable<Templates>, 'actions'> & { category: string; actions: TemplateActions | null }

/** What the dashboard does in the conversation once such a reply was sent. */
interface TemplateActions {
  /** Tags of the conversation. */
  tags: string[]
  /** A user, or `me`: whoever sends it. */
  assignTo: string | null
  isResolving: boolean
}

export interface TemplateFields {
  name: string
  template: string
  type: TemplateType
  category: string
  /** With the whole organization; only admins share. */
  isShared: boolean
  /** What is written after a slash to find it. */
  shortcut: string | null
  actions: TemplateActions | null
}

const mostTemplates = 1000

/** The actor's own and the shared ones, by name. */
export async function listTemplates(db: Database, actor: Actor, type?: TemplateType): Promise<Template[]> {
  const found = await sql<Template>`
    ${templatesOf(actor)} and ${type === undefined ? sql`true` : sql`t.type = ${type}`}
    order by t.name, t.id limit ${2 * mostTemplates}
  `.execute(db)
  return found.rows
}

export async function findTemplate(db: Database, actor: Actor, id: string): Promise<Template> {
  const found = await sql<Template>`${templatesOf(actor)} and t.id = ${id}`.execute(db)
  if (!found.rows[0]) throw notFound('template')
  return found.rows[0]
}

export function addTemplate(
  db: Database,
  actor: Actor,
  {
    name,
    template,
    type = 'sms',
    category = 'other',
    isShared = false,
    shortcut = null,
    actions = null,
  }: Partial<TemplateFields> & Pick<TemplateFields, 'name' | 'template'>,
): Promise<Template> {
  refuseUnreadable(template)
  return transact(db, async (trx) => {
    if ((await listTemplates(trx, actor)).length >= mostTemplates) {
      throw new Refusal(409, 'too_many_templates', `There are ${mostTemplates} templates: delete one first.`)
    }
    await refuseUnknownUser(trx, actor, actions)
    const now = new Date()
    const { id } = await trx
      .insertInto('templates')
      .values({
        organizationId: actor.organizationId,
        id: newId(now),
        userId: ownerOf(actor, isShared),
        categoryId: await categoryIdOf(trx, actor, type, category),
        name,
        template,
        type,
        shortcut,
        actions: actions && JSON.stringify(actions),
        createdById: actor.userId,
        updatedById: actor.userId,
        createdAt: now,
        updatedAt: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
      .catch(refuseViolation)
    return recorded(trx, actor, id, 'template.added')
  })
}

/** One's own, or a shared one as an admin. */
export function updateTemplate(
  db: Database,
  actor: Actor,
  id: string,
  changes: Partial<TemplateFields>,
): Promise<Template> {
  const { isShared, category, actions, ...fields } = changes
  if (fields.template !== undefined) refuseUnreadable(fields.template)
  return transact(db, async (trx) => {
    const present = await lockTemplate(trx, actor, id)
    const isSharedNow = present.userId === null
    const type = fields.type ?? (present.type as TemplateType)
    await refuseUnknownUser(trx, actor, actions)
    await trx
      .updateTable('templates')
      .set({
        ...fields,
        ...(actions === undefined ? {} : { actions: actions && JSON.stringify(actions) }),
        ...(isShared === undefined || isShared === isSharedNow ? {} : { userId: ownerOf(actor, isShared) }),
        categoryId: await categoryIdOf(trx, actor, type, category ?? present.category),
        updatedById: actor.userId,
        updatedAt: new Date(),
      })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
      .catch(refuseViolation)
    const wasShared = isSharedNow && isShared === false
    return recorded(trx, actor, id, 'template.updated', wasShared ? { wasShared } : {})
  })
}

export function deleteTemplate(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const template = await lockTemplate(trx, actor, id)
    await trx.deleteFrom('templates').where('organizationId', '=', actor.organizationId).where('id', '=', id).execute()
    await record(trx, actor, 'template.deleted', template)
  })
}

export function refuseUnreadable(template: string, field = 'template'): void {
  const problem = problemOf(template)
  if (problem) throw invalid(field, problem)
}

function templatesOf({ organizationId, userId }: Actor): RawBuilder<unknown> {
  return sql`
    select t.*, coalesce(c.slug, 'other') as category
    from templates t
    left join template_categories c on c.organization_id = ${organizationId} and c.id = t.category_id
    where t.organization_id = ${organizationId} and (t.user_id is null or t.user_id = ${userId})`
}

async function lockTemplate(trx: Trx, actor: Actor, id: string): Promise<Template> {
  await trx
    .selectFrom('templates')
    .select('id')
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  const template = await findTemplate(trx, actor, id)
  if (template.userId === null) refuseSharing(actor)
  return template
}

function ownerOf(actor: Actor, isShared: boolean): string | null {
  if (isShared) refuseSharing(actor)
  else if (actor.userId === null) throw invalid('isShared', 'who looks in from another organization can only share.')
  return isShared ? null : actor.userId
}

function refuseSharing(actor: Actor): void {
  if (isAdmin(actor)) return
  throw new Refusal(
    403,
    'role_not_allowed',
    `Shared templates are the admins'; as ${actor.role} you can keep your own.`,
  )
}

async function categoryIdOf(trx: Trx, actor: Actor, type: TemplateType, slug: string): Promise<string | null> {
  if (type === 'automation' || slug === 'other') return null
  const category = await trx
    .selectFrom('templateCategories')
    .select('id')
    .where('organizationId', '=', actor.organizationId)
    .where('slug', '=', slug)
    .executeTakeFirst()
  if (!category) throw noCategory()
  return category.id
}

async function refuseUnknownUser(trx: Trx, actor: Actor, actions?: TemplateActions | null): Promise<void> {
  const assignTo = actions?.assignTo
  if (assignTo && assignTo !== 'me') await holdUsers(trx, actor.organizationId, [assignTo])
}

function refuseViolation(error: unknown): never {
  if (violates(error, 'templates_category_id_fkey')) throw noCategory()
  if (violates(error, 'templates_shared_shortcut_key')) throw shortcutTaken('Another shared reply')
  if (violates(error, 'templates_own_shortcut_key')) throw shortcutTaken('Another reply of yours')
  throw error
}

function shortcutTaken(who: string): Refusal {
  const message = `${who} has this shortcut already: choose another one.`
  return new Refusal(409, 'shortcut_taken', message, { details: [{ field: 'shortcut', message }] })
}

function noCategory(): Refusal {
  return invalid('category', 'it must be the slug of a category, or other.')
}

async function recorded(trx: Trx, actor: Actor, id: string, event: string, more: object = {}): Promise<Template> {
  const template = await findTemplate(trx, actor, id)
  await record(trx, actor, event, { ...template, ...more })
  return template
}
