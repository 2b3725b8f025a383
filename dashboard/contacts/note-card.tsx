import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Paperclip, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { useMay, useSession } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { Avatar } from '../ui/avatar.tsx'
import { askToConfirm } from '../ui/confirm.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SafeText } from '../ui/safe-text.tsx'
import { notesQuery } from './contact-parts.ts'
import { NoteEditor } from './note-editor.tsx'
import type { WrittenNote } from './note-editor.tsx'
import { NoteReactions } from './note-reactions.tsx'
import { texts } from './texts.ts'
import { sayFailure } from './use-contact-change.ts'

type Note = Schema<'ContactNote'>

export function NoteCard({ note }: { note: Note }) {
  const [isEditing, setIsEditing] = useState(false)
  const queries = useQueryClient()
  const { queryKey } = notesQuery(note.contactId)
  const params = { path: { noteId: note._id } }
  const editing = useMutation({
    mutationFn: (body: WrittenNote) => ok(api.PATCH('/api/contact-notes/{noteId}', { params, body })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey })
      setIsEditing(false)
    },
  })
  const remove = async () => {
    if (!(await askToConfirm({ title: texts.deleteNoteQuestion, confirmLabel: texts.delete, isDanger: true }))) return
    await ok(api.DELETE('/api/contact-notes/{noteId}', { params })).catch(sayFailure)
    await queries.invalidateQueries({ queryKey })
  }
  return (
    <article
      aria-label={texts.noteBy(note.userId.fullName)}
      className="rounded-md border border-note-line bg-note p-2.5"
    >
      <NoteHead note={note} onEdit={() => setIsEditing(true)} onDelete={() => void remove()} />
      {isEditing ? (
        <NoteEditor
          label={texts.editNote}
          saveLabel={texts.save}
          initial={note.note}
          isBusy={editing.isPending}
          error={editing.error?.message}
          onSave={(written) => editing.mutate(written)}
          onCancel={() => setIsEditing(false)}
        />
      ) : (
        <SafeText text={note.note} className="text-note-text" />
      )}
      <NoteFiles files={note.attachments} />
      <NoteReactions note={note} />
    </article>
  )
}

function NoteHead({ note, onEdit, onDelete }: { note: Note; onEdit: () => void; onDelete: () => void }) {
  const { user } = useSession()
  const may = useMay()
  const isOwn = note.userId._id === user.id
  const mayDelete = isOwn || may('postContactsMerge')
  return (
    <div className="mb-1 flex items-center gap-1.5 text-xs text-note-text">
      <Avatar name={note.userId.fullName} seed={note.userId._id} size="tiny" />
      <span className="truncate font-medium">{note.userId.fullName}</span>
      <RelativeTime moment={note.createdAt} />
      {note.isEdited && <span>{texts.edited}</span>}
      {mayDelete && (
        <span className="-my-1 ms-auto">
          <Menu
            align="end"
            trigger={
              <IconButton label={texts.noteActions} size="small" className="text-note-text!">
                <Ellipsis className="size-4" />
              </IconButton>
            }
          >
            {isOwn && (
              <MenuItem icon={<Pencil />} onSelect={onEdit}>
                {texts.edit}
              </MenuItem>
            )}
            <MenuItem icon={<Trash2 />} isDanger onSelect={onDelete}>
              {texts.delete}
            </MenuItem>
          </Menu>
        </span>
      )}
    </div>
  )
}

function NoteFiles({ files }: { files: Note['attachments'] }) {
  return files.map(({ key, name, signedUrl }) => (
    <a key={key} href={signedUrl} className="mt-1 flex items-center gap-1 text-xs text-note-text underline">
      <Paperclip aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{name}</span>
    </a>
  ))
}
