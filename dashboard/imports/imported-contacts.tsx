import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'

import { Button } from '../ui/button.tsx'
import { number } from '../ui/format.ts'
import { ErrorState } from '../ui/state.tsx'
import { Table, TableCell, TableHead, TableHeading, TableRow } from '../ui/table.tsx'
import { texts as uiTexts } from '../ui/texts.ts'
import type { ImportWithRows } from './imports.ts'
import { importedContactsQuery } from './imports.ts'
import { texts } from './texts.ts'

/** Those that the import has made and that are still there, page by page. */
export function ImportedContacts({ row }: { row: ImportWithRows }) {
  const { data, error, refetch, ...query } = useInfiniteQuery({
    ...importedContactsQuery(row._id),
    enabled: row.created > 0,
  })
  const contacts = data?.pages.flatMap((page) => page.contacts) ?? []
  if (row.created === 0 || (!data && !error)) return null
  if (row.status === 'undone' && contacts.length === 0) return null
  return (
    <section className="mt-6">
      <h3 className="mb-2 font-semibold">{texts.newContacts}</h3>
      {error && !data && <ErrorState isSmall text={error.message} onRetry={() => void refetch()} />}
      {data && contacts.length === 0 && <p className="text-muted">{texts.noneLeft}</p>}
      {contacts.length > 0 && (
        <Table label={texts.newContacts} className="max-h-96">
          <TableHead>
            <TableHeading isNumber>{texts.row}</TableHeading>
            <TableHeading className="w-full">{texts.name}</TableHeading>
            <TableHeading>{texts.phone}</TableHeading>
          </TableHead>
          <tbody>
            {contacts.map((contact) => (
              <Row key={contact._id} contact={contact} />
            ))}
          </tbody>
        </Table>
      )}
      {query.hasNextPage && (
        <Button
          variant="quiet"
          size="small"
          className="mt-1"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {uiTexts.loadMore}
        </Button>
      )}
    </section>
  )
}

interface Named {
  row: number
  _id: string
  firstName: string | null
  lastName: string | null
  phoneNumber: string
}

function Row({ contact }: { contact: Named }) {
  const navigate = useNavigate()
  const params = { contactId: contact._id }
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ')
  return (
    <TableRow onOpen={() => void navigate({ to: '/contacts/$contactId', params })}>
      <TableCell isNumber className="text-muted">
        {number(contact.row)}
      </TableCell>
      <TableCell className="max-w-0">
        <Link
          to="/contacts/$contactId"
          params={params}
          className={`block truncate rounded-sm hover:underline ${name ? 'font-medium' : 'text-muted'}`}
        >
          <bdi>{name || texts.noName}</bdi>
        </Link>
      </TableCell>
      <TableCell className="whitespace-nowrap tabular-nums">
        <bdi>{contact.phoneNumber}</bdi>
      </TableCell>
    </TableRow>
  )
}
