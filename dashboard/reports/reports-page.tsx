import { BarChart3 } from 'lucide-react'

import { useSession } from '../api/session.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { EmptyState, ErrorState } from '../ui/state.tsx'
import { BusyHours } from './busy-hours.tsx'
import { GroupCards } from './group-cards.tsx'
import { periodBefore, periodOf, stepFor, todayIn } from './periods.ts'
import { scopeOf, useReports } from './report-queries.ts'
import type { ReportsSearch } from './reports-search.ts'
import { texts } from './texts.ts'
import { tilesOf } from './tiles-of.ts'
import { Tiles } from './tiles.tsx'
import { TimeCards } from './time-cards.tsx'
import { Toolbar } from './toolbar.tsx'
import { useFilterNames } from './use-filter-names.ts'
import { useReportCommands } from './use-report-commands.ts'

/** What happened, counted. All that is chosen stands in the address. */
export function ReportsPage({
  search,
  onSearch,
}: {
  search: ReportsSearch
  onSearch: (search: ReportsSearch) => void
}) {
  const { organization } = useSession()
  const period = periodOf(search, todayIn(organization.timeZone))
  const step = search.step ?? stepFor(period)
  const scope = scopeOf(period, search)
  const hours = search.hours ? { hours: search.hours } : {}
  const reports = useReports(scope, { interval: step, ...hours })
  const before = useReports(scopeOf(periodBefore(period), search), hours)
  const filters = useFilterNames(scope, search)
  useReportCommands(search, onSearch)

  const all = Object.values(reports)
  const isFailed = all.some(({ isError, data }) => isError && data === undefined)
  const tiles = tilesOf(reports, before)
  const isEmpty = tiles?.every(({ now }) => !now)
  return (
    <main className="relative min-h-0 flex-1 overflow-y-auto" aria-busy={tiles === undefined && !isFailed}>
      <div className="mx-auto flex max-w-7xl flex-col gap-4 p-4 md:p-6">
        <div className="-mb-4">
          <PageHeader title={texts.reports} description={texts.days(organization.timeZone)} />
        </div>
        <Toolbar search={search} onSearch={onSearch} period={period} step={step} filters={filters} />
        {all.some(({ data }) => data?.isCounting) && <Banner>{texts.counting}</Banner>}
        {isFailed ? (
          <ErrorState title={texts.failed} onRetry={() => all.forEach(({ refetch }) => void refetch())} />
        ) : isEmpty ? (
          <Nothing search={search} onSearch={onSearch} />
        ) : (
          <>
            <Tiles tiles={tiles} />
            <TimeCards
              reports={reports}
              scope={scope}
              period={period}
              step={step}
              hours={search.hours}
              isTable={search.tables ?? false}
            />
            <GroupCards scope={scope} hours={search.hours} onChoose={(filter) => onSearch({ ...search, ...filter })} />
            <BusyHours scope={scope} isTable={search.tables ?? false} />
          </>
        )}
      </div>
    </main>
  )
}

function Nothing({ search, onSearch }: { search: ReportsSearch; onSearch: (search: ReportsSearch) => void }) {
  const isFiltered = Boolean(search.userId || search.channelId || search.departmentId)
  const { userId: _user, channelId: _channel, departmentId: _department, ...everything } = search
  return (
    <EmptyState
      icon={<BarChart3 />}
      title={texts.empty}
      text={isFiltered ? texts.emptyFiltered : texts.emptyText}
      {...(isFiltered ? { action: <Button onClick={() => onSearch(everything)}>{texts.showAll}</Button> } : {})}
    />
  )
}
