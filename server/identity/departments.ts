import { sql } from 'kysely'

import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Signals } from '../platform/signals.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import { withFormerDepartment } from './users.ts'
import type { User } from './users.ts'

export interface Department {
  id: string
  organizationId: string
  name: string
  createdAt: Date
  updatedAt: Date
  memberCount: number
  heads: Array<{ _id: string; fullName: string; email: string }>
}

export async function listDepartments(db: Database, { organizationId }: Actor, id?: string): Promise<Department[]> {
  const found = await sql<Department>`
    select d.id, d.organization_id, d.name, d.created_at, d.updated_at,
      (
        select count(*) from users u
        where u.organization_id = ${organizationId} and u.department_id = d.id and u.deleted_at is null
      ) as member_count,
      coalesce((
        select json_agg(json_build_object('_id', u.id, 'fullName', u.full_name, 'email', u.email) order by u.id)
        from users u
        where u.organization_id = ${organizationId} and u.department_id = d.id and u.deleted_at is null
          and u.access_role = 'DEPARTMENT_HEAD'
      ), '[]') as heads
    from departments d
    where d.organization_id = ${organizationId} and (${id ?? null}::text is null or d.id = ${id ?? null})
    order by d.name
  `.execute(db)
  return found.rows
}

export async function findDepartment(db: Database, actor: Actor, id: string): Promise<Department> {
  const [department] = await listDepartments(db, actor, id)
  if (!department) throw notFound('department')
  return department
}

export async function listMembers(db: Database, actor: Actor, id: string): Promise<User[]> {
  await findDepartment(db, actor, id)
  return db
    .selectFrom('users')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('departmentId', '=', id)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
}

export function addDepartment(db: Database, actor: Actor, name: string): Promise<Department> {
  return transact(db, async (trx) => {
    await refuseTwin(trx, actor, name)
    const now = new Date()
    const department = await trx
      .insertInto('departments')
      .values({ organizationId: actor.organizationId, id: newId(now), name, createdAt: now, updatedAt: now })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(refuseTakenName)
    await record(trx, actor, 'department.added', department)
    await audit(trx, actor, 'department.added', null, department)
    return { ...department, memberCount: 0, heads: [] }
  })
}

export function renameDepartment(db: Database, actor: Actor, id: string, name: string): Promise<Department> {
  return transact(db, async (trx) => {
    const before = await lockDepartment(trx, actor, id)
    if (before.name === name) return findDepartment(trx, actor, id)
    await refuseTwin(trx, actor, name, id)
    const renamed = await trx
      .updateTable('departments')
      .set({ name, updatedAt: new Date() })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(refuseTakenName)
    await record(trx, actor, 'department.updated', renamed)
    await audit(trx, actor, 'department.updated', before, renamed)
    return findDepartment(trx, actor, id)
  })
}

/** One with members is deleted only if it is said where they go. */
export function deleteDepartment(
  db: Database,
  actor: Actor,
  signals: Signals,
  id: string,
  moveToId?: string,
): Promise<void> {
  return transact(db, async (trx) => {
    const department = await lockDepartment(trx, actor, id)
    if (moveToId === id) throw invalid('moveToId', 'it must be another department.')
    if (moveToId !== undefined) {
      await findDepartment(trx, actor, moveToId)
      await moveMembers(trx, actor, signals, id, moveToId)
    }
    await trx
      .deleteFrom('departments')
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
      .catch((error: unknown) => {
        if (violates(error, 'users_department_id_fkey')) {
          throw new Refusal(
            409,
            'department_has_members',
            'It has members: say in moveToId which department they go to.',
          )
        }
        throw violates(error, 'conversation_routing_department_id_fkey') ? answersOnChannel() : error
      })
    await record(trx, actor, 'department.deleted', department)
    await audit(trx, actor, 'department.deleted', department, null)
  })
}

function answersOnChannel(): Refusal {
  const message =
    'What comes in on a channel is given to it: say first who answers there instead, at /api/channels/{id}/routing.'
  return new Refusal(409, 'department_answers', message)
}

async function moveMembers(
  trx: Trx,
  actor: Actor,
  signals: Signals,
  departmentId: string,
  moveToId: string,
): Promise<void> {
  const moved = await trx
    .updateTable('users')
    .set({ departmentId: moveToId, updatedAt: new Date() })
    .where('organizationId', '=', actor.organizationId)
    .where('departmentId', '=', departmentId)
    .returningAll()
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'users_department_id_fkey') ? notFound('department') : error
    })
  await record(
    trx,
    actor,
    'user.updated',
    moved.map((user) => withFormerDepartment(user, { departmentId })),
  )
  for (const user of moved) {
    await audit(trx, actor, 'user.updated', { ...user, departmentId }, user)
    await signals.sendWithCommit(trx, 'users', user.id)
  }
}

async function lockDepartment(trx: Trx, actor: Actor, id: string) {
  const department = await trx
    .selectFrom('departments')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!department) throw notFound('department')
  return department
}

/** `Sales` and `sales` are one to people. The lock makes of two at once the second one see the first. */
async function refuseTwin(trx: Trx, { organizationId }: Actor, name: string, id = ''): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`departments ${organizationId}`}))`.execute(trx)
  const found = await sql<{ id: string }>`
    select id from departments
    where organization_id = ${organizationId} and lower(name) = lower(${name}) and id <> ${id} limit 1
  `.execute(trx)
  if (found.rows.length > 0) throw nameTaken()
}

function nameTaken(): Refusal {
  return new Refusal(409, 'department_exists', 'There is a department of this name already.')
}

function refuseTakenName(error: unknown): never {
  throw violates(error, 'departments_name_key') ? nameTaken() : error
}
