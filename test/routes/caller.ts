import type { Person } from '../factories.ts'
import { rolesOf } from './table.ts'
import type { KnownRoute } from './table.ts'
import type { People } from './things.ts'

/** Who may do what the route's requests ask for: the admin, but for what is the rep's own or a SUPERADMIN's. */
export function callerOf({ entry }: KnownRoute, { admin, rep, root }: People): Person {
  if (entry.isPersonal) return rep
  return rolesOf(entry).includes('ADMIN') ? admin : root
}
