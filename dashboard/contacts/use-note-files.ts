import { useState } from 'react'

import { upload } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'
import { showToast } from '../ui/toasts.ts'

interface NoteFile {
  id: string
  name: string
  /** Once it is uploaded. */
  key: string | undefined
}

export interface NoteFiles {
  files: readonly NoteFile[]
  isUploading: boolean
  add: (files: readonly File[], refusals: readonly string[]) => void
  remove: (id: string) => void
  clear: () => void
}

/** Files are uploaded while one still writes the note; it names them by their keys. */
export function useNoteFiles(): NoteFiles {
  const [files, setFiles] = useState<readonly NoteFile[]>([])
  const remove = (id: string) => setFiles((known) => known.filter((each) => each.id !== id))
  const start = (id: string, file: File) => {
    const form = new FormData()
    form.append('file', file, file.name)
    upload<Schema<'Upload'>>('/api/messages/upload-attachment', form).then(
      ({ key }) => setFiles((known) => known.map((each) => (each.id === id ? { ...each, key } : each))),
      (error: Error) => {
        remove(id)
        showToast({ tone: 'danger', text: `${file.name}: ${error.message}` })
      },
    )
  }
  return {
    files,
    isUploading: files.some(({ key }) => key === undefined),
    add: (chosen, refusals) => {
      for (const text of refusals) showToast({ tone: 'danger', text })
      const begun = chosen.map((file) => ({ file, id: crypto.randomUUID() }))
      setFiles((known) => [...known, ...begun.map(({ file, id }) => ({ id, name: file.name, key: undefined }))])
      for (const { file, id } of begun) start(id, file)
    },
    remove,
    clear: () => setFiles([]),
  }
}
