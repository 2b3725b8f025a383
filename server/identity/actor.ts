import { Refusal } from '../platform/errors.ts'
import type { Author } from '../platform/events/record.ts'

export type AccessRole = 'SUPERADMIN' | 'ADMIN' | 'DEPARTMENT_HEAD' | 'SALES_REP'

/** Highest first. */
export const accessRoles: readonly AccessRole[] = ['SUPERADMIN', 'ADMIN', 'DEPARTMENT_HEAD', 'SALES_REP']

export const admins: readonly AccessRole[] = ['SUPERADMIN', 'ADMIN']
export const everyone: readonly AccessRole[] = [...accessRoles]

/** Who is asking, always in one organization. */
export interface Actor extends Author {
  type: 'user' | 'automation' | 'autopilot' | 'system' | 'visitor'
  /** The user in this organization; null for a machine, and for a SUPERADMIN who looks in from another one. */
  userId: string | null
  role: AccessRole
  departmentId: string | null
  /** A program that acts for a user, by their key. */
  isByKey?: true
}

export function userActor(user: {
  organizationId: string
  id: string
  accessRole: AccessRole
  departmentId: string | null
}): Actor {
  const { organizationId, id, accessRole, departmentId } = user
  return { organizationId, type: 'user', id, userId: id, role: accessRole, departmentId }
}

/** Acts for nobody in particular: what arrives from outside, and what the product does by itself. */
export function systemActor(organizationId: string): Actor {
  return { organizationId, type: 'system', id: null, userId: null, role: 'ADMIN', departmentId: null }
}

export function isAdmin(actor: Actor): boolean {
  return admins.includes(actor.role)
}

export function isAtMost(role: AccessRole, actor: Actor): boolean {
  return accessRoles.indexOf(role) >= accessRoles.indexOf(actor.role)
}

/** For what belongs to a person. Machines have none, nor has a SUPERADMIN in an organization looked into from another. */
export function requireUser(actor: Actor): string {
  if (actor.userId !== null) return actor.userId
  throw new Refusal(409, 'no_user', 'Only a user of this organization can do this.')
}
