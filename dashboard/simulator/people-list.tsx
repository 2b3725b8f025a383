import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'

import type { Schema } from '../api/shapes.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Delayed } from '../ui/delayed.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { ErrorState } from '../ui/state.tsx'
import { peopleQuery } from './queries.ts'
import { shownNumber } from './shown-number.ts'
import { texts } from './texts.ts'
import type { Player } from './use-phone.ts'

interface PeopleListProps {
  channelId: string
  contact: string | undefined
  onPlay: (player: Player) => void
  onNew: () => void
}

/** Who has a thread on the channel: each of them can be played. */
export function PeopleList({ channelId, contact, onPlay, onNew }: PeopleListProps) {
  const { data: people, error, refetch } = useQuery(peopleQuery(channelId))
  return (
    <section aria-label={texts.people} className="flex min-h-0 flex-col">
      <div className="flex items-center justify-between gap-2 pb-1.5">
        <h2 className="text-sm font-medium">{texts.people}</h2>
        <Button size="small" icon={<UserPlus className="size-3.5" />} onClick={onNew}>
          {texts.somebodyNew}
        </Button>
      </div>
      {error && <ErrorState text={error.message} onRetry={() => void refetch()} />}
      {!people && !error && (
        <Delayed>
          <SkeletonLines count={5} />
        </Delayed>
      )}
      {people?.length === 0 && <p className="py-2 text-muted">{texts.noPeople}</p>}
      <ul className="min-h-0 flex-1 overflow-y-auto p-0.5">
        {people?.map((each) => (
          <li key={each._id}>
            <Person person={each} isPlayed={each.channelIdentifier === contact} onPlay={onPlay} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface PersonProps {
  person: Schema<'InboxConversation'>
  isPlayed: boolean
  onPlay: (player: Player) => void
}

function Person({ person: { contact, channelIdentifier }, isPlayed, onPlay }: PersonProps) {
  const known = [contact.firstName, contact.lastName].filter(Boolean).join(' ')
  const name = known || shownNumber(channelIdentifier)
  return (
    <button
      type="button"
      aria-pressed={isPlayed}
      onClick={() => onPlay({ contact: channelIdentifier, name: known || undefined })}
      className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-start outline-offset-[-2px] hover:bg-hover aria-pressed:bg-selected"
    >
      <Avatar name={name} seed={contact._id} size="medium" />
      <span className="min-w-0">
        <span className="block truncate font-medium tabular-nums">{name}</span>
        {known && (
          <span className="block truncate text-xs text-muted tabular-nums">{shownNumber(channelIdentifier)}</span>
        )}
      </span>
    </button>
  )
}
