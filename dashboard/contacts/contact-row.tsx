import { Link } from '@tanstack/react-router'
import { Ban, MessageSquareOff } from 'lucide-react'
import type { MouseEvent } from 'react'

import { Avatar } from '../ui/avatar.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { classes } from '../ui/classes.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import type { CellContext, Column } from './columns.tsx'
import { nameOf } from './contact.ts'
import type { Contact } from './contact.ts'
import { texts } from './texts.ts'

interface ContactRowProps {
  contact: Contact
  index: number
  start: number
  height: number
  template: string
  columns: readonly Column[]
  context: CellContext
  isActive: boolean
  isSelected: boolean
  isPhone: boolean
  onSelect: (isRange: boolean) => void
  onActive: () => void
  onOpen: () => void
}

/** One contact in the table; on a phone its name with what matters most under it. */
export function ContactRow(props: ContactRowProps) {
  const { contact, index, start, height, template, isActive, isSelected, isPhone, onSelect } = props
  const press = (event: MouseEvent) => {
    const isOnControl = event.target instanceof Element && event.target.closest('a, button, input, label')
    if (isOnControl || getSelection()?.toString()) return
    if (event.shiftKey || event.metaKey || event.ctrlKey) onSelect(event.shiftKey)
    else props.onOpen()
  }
  const background = isSelected ? 'bg-selected' : 'bg-surface group-hover/row:bg-hover'
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-index={index}
      onClick={press}
      onKeyDown={(event) => {
        // Space chooses the row whose name has the focus; on the checkbox it does so by itself.
        if (event.key !== ' ' || !(event.target instanceof HTMLAnchorElement)) return
        event.preventDefault()
        onSelect(event.shiftKey)
      }}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      className={classes(
        'group/row absolute inset-x-0 top-0 grid cursor-pointer items-center border-b',
        isSelected ? 'bg-selected' : 'hover:bg-hover',
        isActive &&
          'outline-offset-[-2px] has-[[data-row-focus]:focus-visible]:outline-2 has-[[data-row-focus]:focus-visible]:outline-focus',
      )}
      style={{ transform: `translateY(${start}px)`, height, gridTemplateColumns: template }}
    >
      <div
        role="gridcell"
        className={classes('sticky start-0 z-[1] flex h-full items-center justify-center', background)}
      >
        <Checkbox
          aria-label={texts.selectContact(nameOf(contact))}
          tabIndex={isActive ? 0 : -1}
          isChecked={isSelected}
          onClick={(event) => onSelect(event.shiftKey)}
        />
      </div>
      <NameCell {...props} background={background} />
      {!isPhone &&
        props.columns.map((column) => (
          <div
            key={column.id}
            role="gridcell"
            className={classes('flex min-w-0 px-2', column.isNumber && 'justify-end tabular-nums')}
          >
            <span className="min-w-0 truncate">{column.cell(contact, props.context)}</span>
          </div>
        ))}
    </div>
  )
}

function NameCell({ contact, isActive, isPhone, onActive, background }: ContactRowProps & { background: string }) {
  const { _id, phoneNumber, email, status, lastMessageTime } = contact
  const address = [phoneNumber, email].find((each) => each && each !== nameOf(contact))
  return (
    <div
      role="gridcell"
      className={classes(
        'flex h-full min-w-0 items-center gap-2.5 px-2',
        !isPhone && 'sticky start-11 z-[1]',
        !isPhone && background,
      )}
    >
      <Avatar name={nameOf(contact)} seed={_id} size={isPhone ? 'medium' : 'small'} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <Link
            to="/contacts/$contactId"
            params={{ contactId: _id }}
            data-row-focus=""
            tabIndex={isActive ? 0 : -1}
            onFocus={onActive}
            className="truncate font-medium outline-none hover:underline"
          >
            {nameOf(contact)}
          </Link>
          <Marks contact={contact} />
        </span>
        {isPhone && (
          <span className="block truncate text-xs text-muted">{[status, address].filter(Boolean).join(' · ')}</span>
        )}
      </span>
      {isPhone && lastMessageTime && <RelativeTime moment={lastMessageTime} className="text-xs text-faint" />}
    </div>
  )
}

function Marks({ contact: { isBlocked, optedOut } }: { contact: Contact }) {
  return (
    <>
      {isBlocked && <Ban role="img" aria-label={texts.blocked} className="size-3.5 shrink-0 text-danger-text" />}
      {optedOut.length > 0 && (
        <MessageSquareOff role="img" aria-label={texts.optedOut} className="size-3.5 shrink-0 text-warning-text" />
      )}
    </>
  )
}
