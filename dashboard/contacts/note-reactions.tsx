import { useQueryClient } from '@tanstack/react-query'
import { SmilePlus } from 'lucide-react'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { useSession } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { classes } from '../ui/classes.ts'
import { list } from '../ui/format.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Popover } from '../ui/popover.tsx'
import { tip } from '../ui/tooltip.tsx'
import { notesQuery } from './contact-parts.ts'
import { colleagueName } from './contact.ts'
import { texts } from './texts.ts'
import { sayFailure } from './use-contact-change.ts'
import { useColleagues } from './use-contact.ts'

type Note = Schema<'ContactNote'>

const offered = ['👍', '❤️', '🎉', '👀', '✅', '🙏']

export function NoteReactions({ note }: { note: Note }) {
  const { user } = useSession()
  const colleagues = useColleagues()
  const toggle = useToggle(note, user.id)
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-1">
      {note.reactions.map(({ emoji, users, count }) => {
        const isOwn = users.includes(user.id)
        const names = list(users.map((id) => colleagueName(colleagues, id)))
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={isOwn}
            aria-label={texts.reaction(emoji, names)}
            {...tip(names)}
            onClick={() => void toggle(emoji)}
            className={classes(
              'inline-flex h-6 items-center gap-1 rounded-full border px-2 text-xs text-note-text tabular-nums',
              isOwn ? 'border-accent bg-accent-soft text-accent-text!' : 'border-note-line',
            )}
          >
            <span aria-hidden>{emoji}</span>
            {count}
          </button>
        )
      })}
      <Offer onPick={(emoji) => void toggle(emoji)} />
    </div>
  )
}

function Offer({ onPick }: { onPick: (emoji: string) => void }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Popover
      label={texts.react}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      className="flex gap-0.5 p-1"
      trigger={
        <IconButton label={texts.react} size="small" className="size-6! text-note-text!">
          <SmilePlus className="size-3.5" />
        </IconButton>
      }
    >
      {offered.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={texts.reactWith(emoji)}
          onClick={() => {
            onPick(emoji)
            setIsOpen(false)
          }}
          className="flex size-8 items-center justify-center rounded-md text-base hover:bg-hover"
        >
          {emoji}
        </button>
      ))}
    </Popover>
  )
}

function useToggle(note: Note, userId: string) {
  const queries = useQueryClient()
  const { queryKey } = notesQuery(note.contactId)
  const show = (changed: (before: Note) => Note) =>
    queries.setQueryData(queryKey, (pages) => {
      if (!pages) return pages
      const data = (all: Note[]) => all.map((each) => (each._id === note._id ? changed(each) : each))
      return { ...pages, pages: pages.pages.map((page) => ({ ...page, data: data(page.data) })) }
    })
  return async (emoji: string) => {
    show((before) => ({ ...before, reactions: toggled(before.reactions, emoji, userId) }))
    try {
      const params = { path: { noteId: note._id } }
      const { data } = await ok(api.POST('/api/contact-notes/{noteId}/reaction', { params, body: { emoji } }))
      show(() => data)
    } catch (error) {
      show(() => note)
      sayFailure(error)
    }
  }
}

function toggled(reactions: Note['reactions'], emoji: string, userId: string): Note['reactions'] {
  const found = reactions.find((each) => each.emoji === emoji)
  if (!found) return [...reactions, { emoji, users: [userId], count: 1 }]
  const has = found.users.includes(userId)
  const users = has ? found.users.filter((id) => id !== userId) : [...found.users, userId]
  const changed = reactions.map((each) => (each === found ? { emoji, users, count: users.length } : each))
  return changed.filter(({ count }) => count > 0)
}
