import { useId } from 'react'

import { classes } from '../ui/classes.ts'
import type { Contact } from './contact.ts'
import { colleagueName } from './contact.ts'
import { texts } from './texts.ts'
import { useColleagues } from './use-contact.ts'

const fields = ['firstName', 'lastName', 'phoneNumber', 'email', 'status', 'source', 'userId'] as const
type Field = (typeof fields)[number]
type Side = 'source' | 'kept'

/** Of two contacts that become one, whose value is kept where they differ; what is not chosen is the kept one’s. */
export type Sides = Partial<Record<Field, Side>>

/** Whose value stands there unless somebody chooses: the kept one’s, or what it lacks from the other. */
export function sideOf(field: Field, sides: Sides, kept: Contact): Side {
  return sides[field] ?? (kept[field] === null ? 'source' : 'kept')
}

export function differingFields(kept: Contact, source: Contact): Field[] {
  return fields.filter((field) => kept[field] !== source[field] && (kept[field] !== null || source[field] !== null))
}

export function SideChoices({
  kept,
  source,
  sides,
  onSidesChange,
}: {
  kept: Contact
  source: Contact
  sides: Sides
  onSidesChange: (sides: Sides) => void
}) {
  const differing = differingFields(kept, source)
  if (differing.length === 0) return <p className="text-muted">{texts.nothingDiffers}</p>
  return (
    <div role="group" aria-label={texts.whichValues} className="flex flex-col gap-2">
      {differing.map((field) => (
        <FieldSides
          key={field}
          field={field}
          kept={kept}
          source={source}
          side={sideOf(field, sides, kept)}
          onSide={(side) => onSidesChange({ ...sides, [field]: side })}
        />
      ))}
    </div>
  )
}

function FieldSides({
  field,
  kept,
  source,
  side,
  onSide,
}: {
  field: Field
  kept: Contact
  source: Contact
  side: Side
  onSide: (side: Side) => void
}) {
  const name = useId()
  const colleagues = useColleagues()
  const valueOf = (contact: Contact) =>
    (field === 'userId' ? colleagueName(colleagues, contact.userId) : contact[field]) || '—'
  const label = texts.field(field) ?? field
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="grid grid-cols-2 items-stretch gap-x-2 gap-y-1 sm:grid-cols-[5.5rem_1fr_1fr]"
    >
      <span className="col-span-2 flex items-center text-xs text-muted sm:col-span-1">{label}</span>
      {(['kept', 'source'] as const).map((each) => (
        <label
          key={each}
          className={classes(
            'relative flex min-h-8 min-w-0 cursor-pointer items-center rounded-md border px-2 py-1',
            side === each ? 'border-accent bg-accent-soft text-accent-text' : 'text-muted hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name={name}
            checked={side === each}
            onChange={() => onSide(each)}
            className="absolute inset-0 cursor-[inherit] appearance-none rounded-md"
          />
          <span className="min-w-0 wrap-anywhere">{valueOf(each === 'kept' ? kept : source)}</span>
        </label>
      ))}
    </div>
  )
}
