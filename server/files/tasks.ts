import type { Database } from '../platform/database.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import type { Storage } from '../platform/storage.ts'
import type { FileKey } from './files.ts'
import { eraseFile, removeFile, removeSomeFilesOf, removeSomeUnusedUploads, removeUnusedUploads } from './removal.ts'
import type { GoneSubject } from './removal.ts'
import { makeThumbnail } from './thumbnails.ts'

export const fileSchedule: Schedule[] = [{ task: 'remove_unused_uploads', pattern: '41 * * * *' }]

export function fileTasks(db: Database, storage: Storage): Tasks {
  return {
    make_thumbnail: (asked: FileKey) => makeThumbnail(db, storage, asked),
    remove_files_of: (gone: GoneSubject) => removeSomeFilesOf(db, gone),
    remove_file: (file: FileKey) => removeFile(db, file),
    erase_file: (file: FileKey) => eraseFile(storage, file),
    remove_unused_uploads: () => removeUnusedUploads(db),
    remove_unused_uploads_of: ({ organizationId }: { organizationId: string }) =>
      removeSomeUnusedUploads(db, organizationId),
  }
}
