import type { Database, Trx } from '../../platform/database.ts'
import type { Traces } from '../traces.ts'

export interface Work {
  organizationId: string
  erasureId: string
  /** Where the piece before ended; empty at the first. */
  after: string
  traces: Traces
}

export interface Step {
  /** What cannot be in the transaction, and does no harm when it is done again. */
  prepare?: (db: Database, work: Work) => Promise<unknown>
  /** Answers where the next piece goes on; undefined when there is none. */
  piece: (trx: Trx, work: Work, prepared: unknown) => Promise<string | undefined>
}
