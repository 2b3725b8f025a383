import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { ClipboardList } from 'lucide-react'

import { Button } from '../ui/button.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { EmptyState } from '../ui/state.tsx'
import { AuditEntry } from './audit-entry.tsx'
import { AuditFilters, readAuditFilters } from './audit-filters.tsx'
import { auditLogQuery, usersQuery } from './queries.ts'
import { texts } from './texts.ts'

interface AuditLogPageProps {
  search: Readonly<Record<string, string>>
  onSearch: (search: Record<string, string>) => void
}

export function AuditLogPage({ search, onSearch }: AuditLogPageProps) {
  const { data: users } = useSuspenseQuery(usersQuery)
  const log = useSuspenseInfiniteQuery(auditLogQuery(readAuditFilters(search)))
  const entries = log.data.pages.flatMap(({ auditLogs }) => auditLogs)
  const names = new Map(users.map(({ _id, fullName }) => [_id, fullName]))
  const isFiltered = Object.keys(search).length > 0
  return (
    <>
      <PageHeader title={texts.audit} description={texts.auditAbout} />
      <AuditFilters search={search} onSearch={onSearch} users={users} />
      {entries.length === 0 ? (
        <EmptyState
          icon={<ClipboardList />}
          title={texts.noAudit}
          text={isFiltered && texts.noAuditText}
          action={isFiltered && <Button onClick={() => onSearch({})}>{texts.clearFilters}</Button>}
        />
      ) : (
        <ul aria-label={texts.audit} className="divide-y rounded-lg border">
          {entries.map((entry) => (
            <AuditEntry key={entry._id} entry={entry} names={names} />
          ))}
        </ul>
      )}
      <LoadMore
        hasMore={log.hasNextPage}
        isLoading={log.isFetchingNextPage}
        hasFailed={log.isFetchNextPageError}
        onLoad={() => void log.fetchNextPage()}
      />
    </>
  )
}
