import { useRef } from 'react'
import type { KeyboardEvent } from 'react'

import { useCommand } from '../ui/commands.ts'
import { rowAfter } from '../ui/row-keys.ts'
import { ContactRow } from './contact-row.tsx'
import type { CellContext, Column } from './columns.tsx'
import type { Contact } from './contact.ts'
import type { ContactsSearch } from './contacts-search.ts'
import { TableHeadings } from './table-headings.tsx'
import { texts } from './texts.ts'
import { useRows } from './use-rows.ts'
import type { Selection } from './use-selection.ts'

export interface ContactsTableProps {
  contacts: readonly Contact[]
  total: number
  columns: readonly Column[]
  context: CellContext
  search: ContactsSearch
  onSearch: (search: ContactsSearch) => void
  selection: Selection
  activeIndex: number
  onActiveChange: (index: number) => void
  onOpen: (contact: Contact) => void
  onEndReached: () => void
  isPhone: boolean
}

const [nameWidth, boxWidth] = [240, 44]

/** Thousands of rows, of which only those near the window exist. */
export function ContactsTable(props: ContactsTableProps) {
  const { contacts, columns, selection, activeIndex, isPhone } = props
  const frame = useRef<HTMLDivElement>(null)
  const height = isPhone ? 60 : 41
  const keyAt = (index: number) => contacts[index]?._id ?? index
  const rows = useRows({ frame, count: contacts.length, keyAt, height, onEndReached: props.onEndReached })
  const go = (index: number) => {
    props.onActiveChange(index)
    rows.focus(index)
  }
  useRowCommands(props, go)
  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / height) - 2)
    const next = rowAfter(event, activeIndex, contacts.length, page)
    if (next === undefined) return
    event.preventDefault()
    if (event.shiftKey) selection.toggle(next, true)
    go(next)
  }
  const template = isPhone ? `${boxWidth}px minmax(0,1fr)` : templateOf(columns)
  const minWidth = isPhone ? undefined : boxWidth + nameWidth + columns.reduce((sum, { width }) => sum + width, 0)
  return (
    <div ref={frame} className="min-h-0 flex-1 overflow-auto overscroll-contain rounded-lg border bg-surface">
      <div
        role="grid"
        tabIndex={-1}
        aria-label={texts.contacts}
        aria-rowcount={props.total + 1}
        aria-multiselectable
        onKeyDown={press}
        style={{ minWidth }}
        className="outline-none"
      >
        <TableHeadings {...props} template={template} />
        <div role="rowgroup" className="relative" style={{ height: rows.totalHeight }}>
          {rows.items.map(({ index, key, start }) => {
            return <RowAt key={key} {...props} index={index} start={start} height={height} template={template} />
          })}
        </div>
      </div>
    </div>
  )
}

type RowAtProps = ContactsTableProps & { index: number; start: number; height: number; template: string }

function RowAt({ contacts, index, selection, activeIndex, onActiveChange, onOpen, ...rest }: RowAtProps) {
  const contact = contacts[index]
  if (!contact) return null
  return (
    <ContactRow
      contact={contact}
      index={index}
      start={rest.start}
      height={rest.height}
      template={rest.template}
      columns={rest.columns}
      context={rest.context}
      isPhone={rest.isPhone}
      isActive={index === activeIndex}
      isSelected={selection.has(contact._id)}
      onSelect={(isRange) => selection.toggle(index, isRange)}
      onActive={() => onActiveChange(index)}
      onOpen={() => onOpen(contact)}
    />
  )
}

function templateOf(columns: readonly Column[]): string {
  const widths = columns.map(({ width }) => `minmax(${width}px, ${width}fr)`)
  return `${boxWidth}px minmax(${nameWidth}px, ${nameWidth}fr) ${widths.join(' ')}`
}

function useRowCommands(props: ContactsTableProps, go: (index: number) => void): void {
  const { contacts, activeIndex, selection } = props
  const section = texts.contacts
  const active = contacts[activeIndex]
  const step = (by: number) => go(Math.min(contacts.length - 1, Math.max(0, activeIndex + by)))
  const open = () => active && props.onOpen(active)
  const select = () => selection.toggle(activeIndex, false)
  useCommand({ id: 'contacts.next', label: texts.nextRow, section, keys: 'j', run: () => step(1) })
  useCommand({ id: 'contacts.previous', label: texts.previousRow, section, keys: 'k', run: () => step(-1) })
  useCommand({ id: 'contacts.open', label: texts.openContact, section, keys: 'o', run: open })
  useCommand({ id: 'contacts.select', label: texts.selectRow, section, keys: 'x', run: select })
}
