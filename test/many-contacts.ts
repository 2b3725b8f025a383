import type { Database } from '../server/platform/database.ts'
import { newId } from '../server/platform/id.ts'
import { newContact } from './factories.ts'
import type { Person } from './factories.ts'

let made = 0

/** So many as through the door would take long. In the order of their ids, which is the order in which many are written to. */
export async function manyContacts(db: Database, owner: Person, count: number): Promise<string[]> {
  const { organizationId } = owner.user
  const { _id } = await newContact(owner)
  const template = await db
    .selectFrom('contacts')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', _id)
    .executeTakeFirstOrThrow()
  const { searchText: _text, sortName: _name, messageStatus: _status, ...row } = template
  const rows = Array.from({ length: count }, () => ({ ...row, id: newId(), phoneNumber: `+1415${3_000_000 + made++}` }))
  await db.insertInto('contacts').values(rows).execute()
  return rows.map(({ id }) => id).toSorted()
}
