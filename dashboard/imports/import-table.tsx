import { Link, useNavigate } from '@tanstack/react-router'

import { number } from '../ui/format.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Table, TableCell, TableHead, TableHeading, TableRow } from '../ui/table.tsx'
import { ImportMenu } from './import-menu.tsx'
import type { Import } from './imports.ts'
import { isBusy } from './imports.ts'
import { StateBadge } from './state-badge.tsx'
import { texts } from './texts.ts'

const counts = ['rows', 'created', 'updated', 'skipped'] as const
const wide = 'hidden md:table-cell'

export function ImportTable({ imports, nameOf }: { imports: Import[]; nameOf: (userId: string) => string }) {
  return (
    <Table label={texts.title}>
      <TableHead>
        <TableHeading>{texts.file}</TableHeading>
        <TableHeading>{texts.state}</TableHeading>
        {counts.map((name) => (
          <TableHeading key={name} isNumber className={name === 'created' ? '' : wide}>
            {texts[name]}
          </TableHeading>
        ))}
        <TableHeading className={wide}>{texts.by}</TableHeading>
        <TableHeading className="hidden xs:table-cell">{texts.when}</TableHeading>
        <TableHeading className="w-10">
          <span className="sr-only">{texts.actions}</span>
        </TableHeading>
      </TableHead>
      <tbody>
        {imports.map((row) => (
          <Row key={row._id} row={row} name={nameOf(row.userId)} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ row, name }: { row: Import; name: string }) {
  const navigate = useNavigate()
  const params = { importId: row._id }
  return (
    <TableRow onOpen={() => void navigate({ to: '/contacts/imports/$importId', params })}>
      <TableCell className="w-full max-w-0">
        <Link
          to="/contacts/imports/$importId"
          params={params}
          className="block truncate rounded-sm font-medium hover:underline"
        >
          {row.fileName}
        </Link>
      </TableCell>
      <TableCell>
        <StateBadge status={row.status} />
      </TableCell>
      {counts.map((count) => (
        <TableCell key={count} isNumber className={count === 'created' ? '' : wide}>
          <Count row={row} count={count} />
        </TableCell>
      ))}
      <TableCell className={`${wide} max-w-40 truncate whitespace-nowrap`}>{name}</TableCell>
      <TableCell className="hidden whitespace-nowrap text-muted xs:table-cell">
        <RelativeTime moment={row.startedAt ?? row.createdAt} length="short" />
      </TableCell>
      <TableCell className="ps-0 text-end">{!isBusy(row) && <ImportMenu row={row} />}</TableCell>
    </TableRow>
  )
}

/** What a dry run counted has not happened. */
function Count({ row, count }: { row: Import; count: (typeof counts)[number] }) {
  if (count !== 'rows' && !row.startedAt) return <span className="text-faint">–</span>
  return <span className={row[count] === 0 ? 'text-faint' : ''}>{number(row[count])}</span>
}
