import type { AccessRole } from '../identity/actor.ts'

/** Everybody and everything here is invented; the numbers are of the range that is reserved for that (555-01xx). */
export const dealership = { name: 'Larkfield Motors', country: 'US', timeZone: 'America/Chicago' }

export const demoEmail = 'demo@example.com'

export interface Colleague {
  fullName: string
  email: string
  accessRole: AccessRole
  designation: string
  department?: 'Sales' | 'Service'
}

export const boss: Colleague = {
  fullName: 'Nora Whitfield',
  email: demoEmail,
  accessRole: 'ADMIN',
  designation: 'General Manager',
}

export const colleagues: Colleague[] = [
  boss,
  {
    fullName: 'Marcus Oyelaran',
    email: 'marcus@larkfield.example',
    accessRole: 'DEPARTMENT_HEAD',
    designation: 'Sales Manager',
    department: 'Sales',
  },
  ...reps('Sales', 'Sales Consultant', ['Dana Kowalski', 'Luis Herrera']),
  ...reps('Service', 'Service Advisor', ['Priya Raman', 'Tom Becker']),
]

/** The numbers, and whose the contacts are that begin there. */
export const lines = [
  { name: 'Sales', identifier: '+14145550140', owner: 'marcus@larkfield.example' },
  { name: 'Service', identifier: '+14145550180', owner: 'priya@larkfield.example' },
] as const

export function ownerOf(line: 'Sales' | 'Service'): Colleague {
  const { owner } = lines.find(({ name }) => name === line)!
  return colleagues.find(({ email }) => email === owner)!
}

function reps(department: 'Sales' | 'Service', designation: string, names: string[]): Colleague[] {
  return names.map((fullName) => ({
    fullName,
    email: `${fullName.split(' ')[0]!.toLowerCase()}@larkfield.example`,
    accessRole: 'SALES_REP',
    designation,
    department,
  }))
}
