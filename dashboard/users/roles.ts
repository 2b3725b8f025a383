import type { Schema } from '../api/shapes.ts'
import { texts } from './texts.ts'

export type Role = Schema<'User'>['accessRole']

/** Highest first. */
const roles: readonly Role[] = ['SUPERADMIN', 'ADMIN', 'DEPARTMENT_HEAD', 'SALES_REP']

/** Nobody changes, or makes, a user of a higher role than their own. */
export function roleReaches(own: Role, other: Role): boolean {
  return roles.indexOf(own) <= roles.indexOf(other)
}

export function roleOptions(own: Role): { value: Role; label: string; hint: string }[] {
  return roles
    .filter((role) => roleReaches(own, role))
    .map((value) => ({ value, label: texts.roles[value], hint: texts.roleHints[value] }))
}
