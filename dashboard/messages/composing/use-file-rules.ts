import type { Schema } from '../../api/shapes.ts'
import type { FileRules } from '../../ui/file-rules.ts'
import type { Upload } from './use-uploads.ts'

const megabyte = 1024 * 1024
// What the server takes of anybody: of a note no channel says less.
const ofNotes: FileRules = { maxBytes: 50 * megabyte, maxFiles: 10 }

/** What may still be attached, as the channel says. */
export function useFileRules(writing: Schema<'Writing'> | undefined, uploads: readonly Upload[]): FileRules {
  const room = (most: number) => Math.max(0, most - uploads.length)
  if (!writing) return { ...ofNotes, maxFiles: room(10) }
  const { files } = writing
  if (!files) return { maxFiles: 0 }
  const used = files.isAlone ? 0 : uploads.reduce((sum, { size }) => sum + size, 0)
  return {
    accept: files.contentTypes.join(','),
    maxBytes: Math.max(0, files.mostBytes - used),
    maxFiles: room(files.most),
  }
}
