import type { Database } from '../platform/database.ts'
import type { Tasks } from '../platform/jobs.ts'
import { importPiece } from './steps/run.ts'
import type { ImportPiece } from './steps/run.ts'

/** What imports ask the worker to do. */
export function importTasks(db: Database): Tasks {
  return { import_piece: (piece: ImportPiece) => importPiece(db, piece) }
}
