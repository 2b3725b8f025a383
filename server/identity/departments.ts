import type { Selectable } from 'kysely'

import { transact, violates } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Departments } from '../platform/schema.ts'
import type { Actor } from './actor.ts'

export type Department = Selectable<Departments>

export function listDepartments(db: Database, actor: Actor): Promise<Department[]> {
  return db
    .selectFrom('departments')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .orderBy('name')
    .execute()
}

export function addDepartment(db: Database, actor: Actor, name: string): Promise<Department> {
  return transact(db, async (trx) => {
    const now = new Date()
    const department = await trx
      .insertInto('departments')
      .values({ organizationId: actor.organizationId, id: newId(now), name, createdAt: now, updatedAt: now })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        if (!violates(error, 'departments_name_key')) throw error
        throw new Refusal(409, 'department_exists', 'There is a department of this name already.')
      })
    await record(trx, actor, 'department.added', department)
    return department
  })
}
