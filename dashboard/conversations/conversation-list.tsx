import { Suspense, lazy, useState } from 'react'

import { chipsOf, filtersOf, isStanding, keyOf, viewOf, withFilter } from './filters/filters.ts'
import { FilterChips } from './filters/filter-chips.tsx'
import type { SetFilter } from './filters/filter-popover.tsx'
import { SearchField } from './filters/search-field.tsx'
import { SortMenu } from './filters/sort-menu.tsx'
import type { InboxSearch } from './inbox-search.ts'
import { Button } from '../ui/button.tsx'
import { Delayed } from '../ui/delayed.tsx'
import { EmptyState } from '../ui/state.tsx'
import { ListSkeleton } from './list/list-skeleton.tsx'
import { Listing } from './list/listing.tsx'
import { texts } from './texts.ts'
import { useViews } from './views/use-views.ts'
import type { Views } from './views/use-views.ts'
import { ViewTabs } from './views/view-tabs.tsx'

const FilterPopover = lazy(() =>
  import('./filters/filter-popover.tsx').then((part) => ({ default: part.FilterPopover })),
)
const WhereDialog = lazy(() => import('./filters/where-dialog.tsx').then((part) => ({ default: part.WhereDialog })))
const SaveView = lazy(() => import('./views/save-view.tsx').then((part) => ({ default: part.SaveView })))

interface Props {
  search: InboxSearch
  onSearch: (search: InboxSearch) => void
  openId: string | undefined
  /** One is about to open this one. */
  onPrefetch?: (conversationId: string) => void
}

/** The inbox: its views, what they are narrowed to, and their conversations. */
export function ConversationList({ search, onSearch, openId, onPrefetch }: Props) {
  const views = useViews(search)
  const filters = filtersOf(search, views.saved)
  return (
    <section aria-label={texts.inbox} className="relative flex min-h-0 flex-1 flex-col bg-surface">
      <Head search={search} onSearch={onSearch} views={views} />
      {filters ? (
        <Listing
          key={JSON.stringify(keyOf(filters))}
          filters={keyOf(filters)}
          search={search}
          onSearch={onSearch}
          openId={openId}
          onPrefetch={onPrefetch}
        />
      ) : (
        <NoView isPending={views.isPending} onSearch={onSearch} />
      )}
    </section>
  )
}

function Head({ search, onSearch, views }: Pick<Props, 'search' | 'onSearch'> & { views: Views }) {
  const filters = filtersOf(search, views.saved) ?? {}
  const chips = chipsOf(search, views.saved)
  const chipNames = Object.keys(chips)
  const [isBuilding, setIsBuilding] = useState(false)
  const setFilter: SetFilter = (name, value) =>
    onSearch(withFilter(search, views.saved, name, name === 'state' && value === 'open' ? undefined : value))
  return (
    <>
      <h1 className="sr-only">{texts.inbox}</h1>
      <div className="flex items-start gap-1 px-3 pt-2.5 pb-1.5">
        <SearchField search={search} onSearch={onSearch} />
        <Suspense fallback={<span className="size-control shrink-0" />}>
          <FilterPopover
            filters={filters}
            count={chipNames.length}
            onFilter={setFilter}
            onClear={() => onSearch(withoutFilters(search))}
            onBuild={() => setIsBuilding(true)}
          />
        </Suspense>
        <SortMenu
          sort={filters.sort ?? 'newest'}
          onSort={(sort) => setFilter('sort', sort === 'newest' ? undefined : sort)}
        />
      </div>
      <ViewTabs views={views} search={search} onSearch={onSearch} />
      {chipNames.length > 0 || search.search || search.text ? (
        <div className="border-b pt-2">
          <FilterChips
            filters={chips}
            onRemove={(name) => setFilter(name, undefined)}
            onBuild={() => setIsBuilding(true)}
          >
            <Suspense>
              <SaveView views={views} search={search} filters={filters} onSearch={onSearch} />
            </Suspense>
          </FilterChips>
        </div>
      ) : undefined}
      {isBuilding && (
        <WhereDialog
          where={filters.where}
          onWhere={(where) => setFilter('where', where)}
          onClose={() => setIsBuilding(false)}
        />
      )}
    </>
  )
}

/** A standing view stays; a saved one is its filters. */
function withoutFilters(search: InboxSearch): InboxSearch {
  const view = viewOf(search)
  return { view: isStanding(view) ? view : 'all', ...(search.sort ? { sort: search.sort } : {}) }
}

function NoView({ isPending, onSearch }: { isPending: boolean } & Pick<Props, 'onSearch'>) {
  if (isPending) {
    return (
      <Delayed>
        <ListSkeleton />
      </Delayed>
    )
  }
  return (
    <EmptyState
      title={texts.viewMissing}
      text={texts.viewMissingText}
      action={<Button onClick={() => onSearch({ view: 'all' })}>{texts.showAll}</Button>}
    />
  )
}
