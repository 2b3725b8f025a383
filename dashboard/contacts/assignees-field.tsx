import { Plus, X } from 'lucide-react'

import { Avatar } from '../ui/avatar.tsx'
import { Picker } from '../ui/picker.tsx'
import type { Colleague, Contact } from './contact.ts'
import { colleagueName } from './contact.ts'
import { colleagueOptions } from './owner-field.tsx'
import { texts } from './texts.ts'
import { saidWhenFailed, useContactChange } from './use-contact-change.ts'

export function AssigneesField({ contact, colleagues }: { contact: Contact; colleagues: readonly Colleague[] }) {
  const change = saidWhenFailed(useContactChange(contact._id))
  const { assignees } = contact
  const toggle = (id: string) =>
    change({ assignees: assignees.includes(id) ? assignees.filter((each) => each !== id) : [...assignees, id] })
  return (
    <div className="flex min-h-control flex-wrap items-center gap-1 px-1">
      {assignees.map((id) => (
        <Chip key={id} onRemove={() => toggle(id)} name={colleagueName(colleagues, id)}>
          <Avatar name={colleagueName(colleagues, id)} seed={id} size="tiny" />
        </Chip>
      ))}
      <Picker
        label={texts.assignees}
        isMultiple
        options={colleagueOptions(colleagues)}
        selected={assignees}
        onPick={toggle}
        trigger={<AddButton label={texts.addAssignee} isEmpty={assignees.length === 0} />}
      />
    </div>
  )
}

/** One of several values, with its button to take it away. */
export function Chip({ name, onRemove, children }: { name: string; onRemove: () => void; children?: React.ReactNode }) {
  return (
    <span className="inline-flex h-6 max-w-full items-center gap-1 rounded-md bg-hover ps-1.5 text-xs">
      {children}
      <span className="truncate">{name}</span>
      <button
        type="button"
        aria-label={texts.remove(name)}
        onClick={onRemove}
        className="flex size-6 shrink-0 items-center justify-center rounded-md text-faint outline-offset-[-2px] hover:text-text"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  )
}

/** What Radix asks of the button that opens a picker arrives in the rest. */
export function AddButton({
  label,
  isEmpty,
  ...rest
}: { label: string; isEmpty: boolean } & React.ComponentProps<'button'>) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className="inline-flex h-6 min-w-6 items-center justify-center gap-1 rounded-md text-xs text-faint hover:bg-hover hover:text-text"
    >
      <Plus aria-hidden className="size-3.5" />
      {isEmpty && <span className="pe-1.5">{label}</span>}
    </button>
  )
}
