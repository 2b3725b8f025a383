import type { Trx } from '../../platform/database.ts'
import type { Storage } from '../../platform/storage.ts'
import type { Ids } from './ids.ts'

export type Fields = Record<string, unknown>

/** One organization on its way in. */
export interface Arrival {
  trx: Trx
  storage: Storage
  organizationId: string
  ids: Ids
  at: Date
  /** Of a password that nobody knows. */
  passwordHash: string
  /** Who is here already, by email. */
  present: Map<string, string>
  /** The organization's settings, for the end. */
  settings?: Fields
  /** Pipelines whose contacts have still to follow the new names of their stages. */
  renamed: string[]
}
