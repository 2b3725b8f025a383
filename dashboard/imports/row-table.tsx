import { Download } from 'lucide-react'

import { buttonClasses } from '../ui/button-classes.ts'
import { number } from '../ui/format.ts'
import { Table, TableCell, TableHead, TableHeading, TableRow } from '../ui/table.tsx'
import type { Column, NamedRow } from './imports.ts'
import { texts } from './texts.ts'

interface RowTableProps {
  title: string
  hint?: string
  rows: NamedRow[]
  columns: Column[]
  /** How many there are in all. */
  count: number
  downloadUrl: string
}

/** The first rows of which there is something to say: where in the file, what stands there, and why. */
export function RowTable({ title, hint, rows, columns, count, downloadUrl }: RowTableProps) {
  if (rows.length === 0) return null
  const notes = [hint, count > rows.length && texts.first(rows.length)].filter(Boolean).join(' ')
  return (
    <section className="mt-6">
      <div className="mb-2 flex items-end gap-3">
        <div className="min-w-0 flex-1">
          <h3 className="font-semibold">{title}</h3>
          {notes && <p className="text-xs text-muted">{notes}</p>}
        </div>
        <a href={downloadUrl} download className={buttonClasses({ size: 'small' })}>
          <Download aria-hidden className="size-3.5" />
          {texts.downloadAll}
        </a>
      </div>
      <Table label={title} className="max-h-96">
        <TableHead>
          <TableHeading isNumber>{texts.row}</TableHeading>
          <TableHeading className="hidden md:table-cell">{texts.column}</TableHeading>
          <TableHeading>{texts.value}</TableHeading>
          <TableHeading className="w-full">{texts.why}</TableHeading>
        </TableHead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.row} row={row} column={row.column === null ? undefined : columns[row.column]} />
          ))}
        </tbody>
      </Table>
    </section>
  )
}

function Row({ row, column }: { row: NamedRow; column: Column | undefined }) {
  return (
    <TableRow className="align-top">
      <TableCell isNumber className="text-muted">
        {number(row.row)}
      </TableCell>
      <TableCell className="hidden max-w-40 truncate whitespace-nowrap md:table-cell">{column?.name}</TableCell>
      <TableCell className="max-w-28 truncate whitespace-nowrap md:max-w-52">
        {row.value ? <bdi>{row.value}</bdi> : column && <span className="text-faint">{texts.emptyCell}</span>}
      </TableCell>
      <TableCell className="min-w-48">{row.reason}</TableCell>
    </TableRow>
  )
}
