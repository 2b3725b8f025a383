import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil, StickyNote, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { askToConfirm } from '../../ui/confirm.tsx'
import { clock, fullTime } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { showToast } from '../../ui/toasts.ts'
import { tip } from '../../ui/tooltip.tsx'
import { mentionedIn } from '../composing/mentions.ts'
import { texts } from '../texts.ts'
import { usePeople } from '../threads/people.ts'
import { notesQuery } from '../threads/thread-queries.ts'
import type { Note } from '../threads/timeline.ts'
import { FileCard } from './file-card.tsx'
import { NotePaper, NoteText } from './note-paper.tsx'
import { useActiveRow } from './use-active-row.ts'

/** What colleagues tell each other, in its place among what was said. */
export const NoteCard = memo(function NoteCard({ note, words }: { note: Note; words: string }) {
  const people = usePeople()
  const [isEditing, setIsEditing] = useState(false)
  const { isActive, handlers } = useActiveRow()
  const isMine = note.userId === people.me
  const who = isMine ? texts.you : (note.authorName ?? texts.product)
  return (
    <article
      tabIndex={-1}
      data-message={note._id}
      aria-label={`${texts.noteOf(who)}, ${fullTime(note.createdAt)}`}
      {...handlers}
      className="px-4 pt-3 outline-offset-[-2px]"
    >
      <NotePaper
        head={
          <>
            <StickyNote aria-hidden className="size-3.5 shrink-0" />
            <span className="font-medium">{texts.note}</span>
            <span className="truncate" {...tip(fullTime(note.createdAt))}>
              {texts.noteBy(who, clock(note.createdAt))}
            </span>
            {isMine && isActive && !isEditing && <OwnNote note={note} onEdit={() => setIsEditing(true)} />}
          </>
        }
      >
        {isEditing ? (
          <NoteEditor note={note} onDone={() => setIsEditing(false)} />
        ) : (
          <NoteText text={note.content} words={words} />
        )}
        {note.attachments.length > 0 && (
          <div className="mt-1.5 flex flex-wrap gap-1">
            {note.attachments.map(({ key, name, size, type, signedUrl }) => (
              <FileCard key={key} attachment={{ name, size, contentType: type, errorMessage: null }} href={signedUrl} />
            ))}
          </div>
        )}
      </NotePaper>
    </article>
  )
})

function OwnNote({ note, onEdit }: { note: Note; onEdit: () => void }) {
  const queries = useQueryClient()
  const path = { id: note.conversationId, noteId: note._id }
  const remove = async () => {
    const question = {
      title: texts.deleteNoteAsk,
      text: texts.deleteNoteText,
      confirmLabel: texts.deleteWord,
      isDanger: true,
    }
    if (!(await askToConfirm(question))) return
    await ok(api.DELETE('/api/conversation/{id}/notes/{noteId}', { params: { path } })).catch((error: Error) =>
      showToast({ text: texts.couldNot(error.message), tone: 'danger' }),
    )
    await queries.invalidateQueries({ queryKey: notesQuery(note.conversationId).queryKey })
  }
  return (
    <span className="-my-1 ms-auto flex">
      <IconButton label={texts.editNote} size="small" onClick={onEdit} className="text-current!">
        <Pencil className="size-3.5" />
      </IconButton>
      <IconButton label={texts.deleteNote} size="small" onClick={() => void remove()} className="text-current!">
        <Trash2 className="size-3.5" />
      </IconButton>
    </span>
  )
}

function NoteEditor({ note, onDone }: { note: Note; onDone: () => void }) {
  const queries = useQueryClient()
  const { colleagues } = usePeople()
  const [content, setContent] = useState(note.content)
  const saving = useMutation({
    mutationFn: () => {
      const mentions = mentionedIn(content, colleagues).map(({ _id }) => _id)
      const path = { id: note.conversationId, noteId: note._id }
      return ok(api.PUT('/api/conversation/{id}/notes/{noteId}', { params: { path }, body: { content, mentions } }))
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: notesQuery(note.conversationId).queryKey })
      onDone()
    },
    onError: (error) => showToast({ text: texts.couldNot(error.message), tone: 'danger' }),
  })
  return (
    <div className="flex flex-col gap-2 py-1">
      <TextArea autoFocus aria-label={texts.editNote} value={content} onValueChange={setContent} rows={2} />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onDone}>
          {texts.cancel}
        </Button>
        <Button
          size="small"
          variant="primary"
          disabled={content.trim() === ''}
          isBusy={saving.isPending}
          onClick={() => saving.mutate()}
        >
          {texts.save}
        </Button>
      </div>
    </div>
  )
}
