import { UserPlus } from 'lucide-react'

import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Delayed } from '../ui/delayed.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { ErrorState } from '../ui/state.tsx'
import type { Channel } from './queries.ts'
import { shownNumber } from './shown-number.ts'
import { texts } from './texts.ts'
import { usePeople } from './use-people.ts'
import type { Person } from './use-people.ts'
import type { Player } from './use-phone.ts'

interface PeopleListProps {
  channel: Channel
  contact: string | undefined
  onPlay: (player: Player) => void
  onNew: () => void
}

/** Who has a thread on the channel: each of them can be played. */
export function PeopleList({ channel, contact, onPlay, onNew }: PeopleListProps) {
  const { people, error, refetch } = usePeople(channel)
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
          <li key={each.id}>
            <PersonButton person={each} isPlayed={each.contact === contact} onPlay={onPlay} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface PersonButtonProps {
  person: Person
  isPlayed: boolean
  onPlay: (player: Player) => void
}

function PersonButton({ person: { id, contact, name, hint }, isPlayed, onPlay }: PersonButtonProps) {
  const shown = name ?? shownNumber(contact)
  return (
    <button
      type="button"
      aria-pressed={isPlayed}
      onClick={() => onPlay({ contact, name })}
      className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-start outline-offset-[-2px] hover:bg-hover aria-pressed:bg-selected"
    >
      <Avatar name={shown} seed={id} size="medium" />
      <span className="min-w-0">
        <span className="block truncate font-medium tabular-nums">{shown}</span>
        {hint && <span className="block truncate text-xs text-muted tabular-nums">{hint}</span>}
      </span>
    </button>
  )
}
