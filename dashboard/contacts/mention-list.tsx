import { Avatar } from '../ui/avatar.tsx'
import { classes } from '../ui/classes.ts'
import { texts } from './texts.ts'
import type { Mentions } from './use-mentions.ts'

export function MentionList({
  id,
  people,
  active,
  pick,
}: { id: string } & Pick<Mentions, 'people' | 'active' | 'pick'>) {
  return (
    <div id={id} role="listbox" aria-label={texts.mention} className="rounded-md border bg-raised p-1 text-text">
      {people.map((person, index) => (
        <div
          key={person._id}
          id={`${id}${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerDown={(event) => {
            // The text keeps the focus.
            event.preventDefault()
            pick(person)
          }}
          className={classes(
            'flex min-h-7 cursor-pointer items-center gap-2 rounded-md px-2',
            index === active && 'bg-hover',
          )}
        >
          <Avatar name={person.fullName} seed={person._id} size="tiny" />
          <span className="truncate">{person.fullName}</span>
        </div>
      ))}
    </div>
  )
}
