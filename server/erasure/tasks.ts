import type { Database } from '../platform/database.ts'
import type { Tasks } from '../platform/jobs.ts'
import type { Vault } from '../platform/secrets.ts'
import { erasePiece } from './pieces.ts'
import type { ErasurePiece } from './pieces.ts'

export function erasureTasks(db: Database, vault: Vault): Tasks {
  return { erase_contact: (asked: ErasurePiece) => erasePiece(db, vault, asked) }
}
