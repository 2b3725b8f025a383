import { useState } from 'react'
import type { ReactNode } from 'react'

import { Table, TableCell, TableHead, TableHeading, TableRow } from '../ui/table.tsx'
import type { SortDirection } from '../ui/table.tsx'
import { sortGroups } from './group-rows.ts'
import type { GroupMeasure, GroupRow } from './group-rows.ts'
import { count, seconds } from './labels.ts'
import { texts } from './texts.ts'

const columns: Array<{ measure: GroupMeasure; label: string; colour: string; isTime?: true }> = [
  { measure: 'opened', label: texts.opened, colour: 'var(--chart-2)' },
  { measure: 'resolved', label: texts.resolved, colour: 'var(--chart-1)' },
  { measure: 'received', label: texts.received, colour: 'var(--chart-2)' },
  { measure: 'sent', label: texts.sent, colour: 'var(--chart-1)' },
  { measure: 'firstResponse', label: texts.firstResponse, colour: 'var(--chart-4)', isTime: true },
  { measure: 'resolution', label: texts.resolution, colour: 'var(--chart-4)', isTime: true },
]

/** People, channels or departments beside each other. Pressing one shows it alone. */
export function GroupTable({
  label,
  nameLabel,
  rows,
  nobody,
  onChoose,
}: {
  label: string
  nameLabel: string
  rows: GroupRow[]
  nobody: string
  onChoose: (key: string) => void
}) {
  const [{ by, isAscending }, sortBy] = useState<{ by: GroupMeasure | 'name'; isAscending: boolean }>({
    by: 'received',
    isAscending: false,
  })
  const sortOf = (column: GroupMeasure | 'name') => ({
    sort: by === column ? directionOf(isAscending) : undefined,
    // Of numbers the largest is what one looks for first.
    onSort: () => sortBy({ by: column, isAscending: by === column ? !isAscending : column === 'name' }),
  })
  return (
    <Table label={label} className="-mx-3 max-h-112 rounded-none! border-0!">
      <TableHead>
        <TableHeading {...sortOf('name')}>{nameLabel}</TableHeading>
        {columns.map(({ measure, label: heading }) => (
          <TableHeading key={measure} isNumber {...sortOf(measure)}>
            {heading}
          </TableHeading>
        ))}
      </TableHead>
      <tbody>
        {sortGroups(rows, by, isAscending).map((row) => (
          <TableRow key={row.key}>
            <TableCell className="min-w-36">
              <Name row={row} nobody={nobody} onChoose={onChoose} />
            </TableCell>
            {columns.map(({ measure, colour, isTime }) => (
              <TableCell key={measure} isNumber className="min-w-24">
                {isTime ? seconds(row[measure]) : count(row[measure] ?? 0)}
                <Bar share={shareOf(rows, row, measure)} colour={colour} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}

function directionOf(isAscending: boolean): SortDirection {
  return isAscending ? 'ascending' : 'descending'
}

function Name({
  row,
  nobody,
  onChoose,
}: {
  row: GroupRow
  nobody: string
  onChoose: (key: string) => void
}): ReactNode {
  const { key } = row
  if (key === null) return <span className="text-muted">{nobody}</span>
  const name = row.name ?? texts.deleted
  return (
    <button
      type="button"
      data-tip={texts.only(name)}
      className="min-h-6 max-w-48 truncate rounded-sm text-start font-medium underline-offset-2 hover:underline"
      onClick={() => onChoose(key)}
    >
      {name}
    </button>
  )
}

function Bar({ share, colour }: { share: number; colour: string }) {
  return (
    <span aria-hidden className="mt-1 flex h-1 justify-end rounded-full bg-hover">
      <span className="rounded-full" style={{ width: `${share * 100}%`, background: colour }} />
    </span>
  )
}

function shareOf(rows: GroupRow[], row: GroupRow, measure: GroupMeasure): number {
  const most = Math.max(...rows.map((each) => each[measure] ?? 0))
  return most === 0 ? 0 : (row[measure] ?? 0) / most
}
