import { Paperclip, X } from 'lucide-react'

import { IconButton } from '../ui/icon-button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { texts } from './texts.ts'
import type { NoteFiles } from './use-note-files.ts'

/** What the note will have with it. */
export function NoteFileTray({ files, remove }: Pick<NoteFiles, 'files' | 'remove'>) {
  if (files.length === 0) return undefined
  return (
    <ul aria-label={texts.noteFiles} className="flex flex-col gap-1">
      {files.map(({ id, name, key }) => (
        <li key={id} className="flex items-center gap-1.5 rounded-md border px-1.5 text-xs">
          {key === undefined ? <Spinner /> : <Paperclip aria-hidden className="size-3.5 shrink-0 text-muted" />}
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <IconButton label={texts.removeFile(name)} size="small" onClick={() => remove(id)}>
            <X className="size-3.5" />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}
