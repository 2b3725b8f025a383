import type { Tasks } from '../platform/jobs.ts'
import { deletePiece } from './deleting.ts'
import type { DeletePiece } from './deleting.ts'
import type { ImportKey } from './import.ts'
import { runImport } from './running.ts'
import type { Landing } from './running.ts'

export function transferTasks(landing: Landing): Tasks {
  return {
    import_organization: (key: ImportKey, signal) => runImport(landing, key, signal),
    delete_organization: (piece: DeletePiece) => deletePiece(landing.db, landing.storage, piece),
  }
}
