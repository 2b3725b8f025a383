import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { KeyboardEvent } from 'react'

import { useCommand } from '../ui/commands.ts'
import { rowAfter } from '../ui/row-keys.ts'
import { ContactRow } from './contact-row.tsx'
import type { CellContext, Column } from './columns.tsx'
import type { Contact } from './contact.ts'
import type { ContactsSearch } from './contacts-search.ts'
import { TableHeadings } from './table-headings.tsx'
import { texts } from './texts.ts'
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
  const { contacts, total, columns, selection, activeIndex, isPhone } = props
  const frame = useRef<HTMLDivElement>(null)
  const rowHeight = isPhone ? 60 : 41
  const rows = useVirtualizer({
    count: contacts.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => contacts[index]?._id ?? index,
    overscan: 12,
  })
  const items = rows.getVirtualItems()
  useNearEnd(items.at(-1)?.index ?? -1, contacts.length, props.onEndReached)
  const go = (index: number) => {
    props.onActiveChange(index)
    rows.scrollToIndex(index, { align: 'auto' })
    focusRow(frame.current, index)
  }
  useRowCommands(props, go)
  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / rowHeight) - 2)
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
        aria-label={texts.contacts}
        aria-rowcount={total + 1}
        aria-multiselectable
        onKeyDown={press}
        style={{ minWidth }}
      >
        <TableHeadings {...props} template={template} />
        <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const contact = contacts[index]
            if (!contact) return null
            return (
              <ContactRow
                key={key}
                contact={contact}
                index={index}
                start={start}
                height={rowHeight}
                template={template}
                columns={columns}
                context={props.context}
                isActive={index === activeIndex}
                isSelected={selection.has(contact._id)}
                isPhone={isPhone}
                onSelect={(isRange) => selection.toggle(index, isRange)}
                onActive={() => props.onActiveChange(index)}
                onOpen={() => props.onOpen(contact)}
              />
            )
          })}
        </div>
      </div>
    </div>
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
  useCommand({ id: 'contacts.next', label: texts.nextRow, section, keys: 'j', run: () => step(1) })
  useCommand({ id: 'contacts.previous', label: texts.previousRow, section, keys: 'k', run: () => step(-1) })
  useCommand(
    active && { id: 'contacts.open', label: texts.openContact, section, keys: 'o', run: () => props.onOpen(active) },
  )
  useCommand(
    active && {
      id: 'contacts.select',
      label: texts.selectRow,
      section,
      keys: 'x',
      run: () => selection.toggle(activeIndex, false),
    },
  )
}

function useNearEnd(last: number, count: number, onEndReached: () => void): void {
  const reach = useEffectEvent(onEndReached)
  const isNear = count > 0 && last >= count - 20
  useEffect(() => {
    if (isNear) reach()
  }, [isNear, count])
}

// A row that was far away exists only after the table has scrolled there.
function focusRow(frame: HTMLElement | null, index: number, patience = 5): void {
  const row = frame?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-focus]`)
  if (row) row.focus({ preventScroll: true })
  else if (patience > 0) requestAnimationFrame(() => focusRow(frame, index, patience - 1))
}
