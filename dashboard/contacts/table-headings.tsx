import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'

import { Checkbox } from '../ui/checkbox.tsx'
import { classes } from '../ui/classes.ts'
import type { Column } from './columns.tsx'
import type { ContactsTableProps } from './contacts-table.tsx'
import type { ContactsSearch } from './contacts-search.ts'
import { texts } from './texts.ts'

type Props = Pick<ContactsTableProps, 'columns' | 'search' | 'onSearch' | 'selection' | 'isPhone'> & {
  template: string
}

export function TableHeadings({ columns, search, onSearch, selection, isPhone, template }: Props) {
  const shown = isPhone ? [] : columns
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-10 grid h-9 items-center border-b bg-surface text-xs font-medium text-muted"
      style={{ gridTemplateColumns: template }}
    >
      <div role="columnheader" className="sticky start-0 z-10 flex h-full items-center justify-center bg-surface">
        <Checkbox
          aria-label={texts.selectLoaded}
          isChecked={selection.areAllLoaded}
          isIndeterminate={selection.count > 0 && !selection.areAllLoaded}
          onCheckedChange={selection.toggleLoaded}
        />
      </div>
      <Heading column={nameColumn} search={search} onSearch={onSearch} isFirst />
      {shown.map((column) => (
        <Heading key={column.id} column={column} search={search} onSearch={onSearch} />
      ))}
    </div>
  )
}

const nameColumn: Pick<Column, 'label' | 'sort' | 'isNumber'> = { label: texts.name, sort: 'name' }

function Heading({
  column: { label, sort, isNumber },
  search,
  onSearch,
  isFirst = false,
}: {
  column: Pick<Column, 'label' | 'sort' | 'isNumber'>
  search: ContactsSearch
  onSearch: (search: ContactsSearch) => void
  isFirst?: boolean
}) {
  const look = classes(
    'flex h-full min-w-0 items-center px-2',
    isNumber && 'justify-end',
    isFirst && 'sticky start-11 z-10 bg-surface',
  )
  if (!sort) {
    return (
      <div role="columnheader" className={look}>
        <span className="truncate">{label}</span>
      </div>
    )
  }
  const isSorted = search.sort === sort
  const usual = sort === 'name' ? 'asc' : 'desc'
  const order = isSorted ? (search.order ?? usual) : undefined
  const Arrow = order === undefined ? ChevronsUpDown : order === 'asc' ? ArrowUp : ArrowDown
  const next = order === undefined ? usual : order === 'asc' ? 'desc' : 'asc'
  return (
    <div
      role="columnheader"
      aria-sort={order === undefined ? 'none' : order === 'asc' ? 'ascending' : 'descending'}
      className={look}
    >
      <button
        type="button"
        onClick={() => onSearch({ ...search, sort, order: next })}
        className={classes(
          '-mx-1.5 inline-flex h-6 min-w-0 items-center gap-1 rounded-sm px-1.5 hover:bg-hover hover:text-text',
          isSorted && 'text-text',
        )}
      >
        <span className="truncate">{label}</span>
        <Arrow aria-hidden className={classes('size-3 shrink-0', !isSorted && 'text-faint')} />
      </button>
    </div>
  )
}
