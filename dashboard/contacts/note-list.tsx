import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { LoadMore } from '../ui/load-more.tsx'
import { notesQuery } from './contact-parts.ts'
import { NoteCard } from './note-card.tsx'
import { NoteEditor } from './note-editor.tsx'
import type { WrittenNote } from './note-editor.tsx'
import { PartState } from './part-state.tsx'
import { texts } from './texts.ts'

/** What colleagues keep in mind about a contact; the contact never sees it. */
export function NoteList({ contactId }: { contactId: string }) {
  const queries = useQueryClient()
  const query = useInfiniteQuery(notesQuery(contactId))
  const adding = useMutation({
    mutationFn: (written: WrittenNote) => ok(api.POST('/api/contact-notes', { body: { contactId, ...written } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: notesQuery(contactId).queryKey }),
  })
  const notes = query.data?.pages.flatMap(({ data }) => data)
  return (
    <div className="flex flex-col gap-3">
      <NoteEditor
        label={texts.writeNote}
        saveLabel={texts.addNote}
        hasFiles
        isBusy={adding.isPending}
        error={adding.error?.message}
        onSave={(written, clear) => adding.mutate(written, { onSuccess: clear })}
      />
      <PartState query={{ ...query, data: notes }} isEmpty={(all) => all.length === 0} empty={texts.noNotes}>
        {(all) => (
          <ul className="flex flex-col gap-3">
            {all.map((note) => (
              <li key={note._id}>
                <NoteCard note={note} />
              </li>
            ))}
          </ul>
        )}
      </PartState>
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        hasFailed={query.isFetchNextPageError}
        onLoad={() => void query.fetchNextPage()}
      />
    </div>
  )
}
