import { Link } from '@tanstack/react-router'
import { Suspense, lazy, useEffect, useRef } from 'react'

import { tabClasses } from '../../ui/tab-classes.ts'
import { searchFor } from '../filters/filters.ts'
import type { InboxSearch } from '../inbox-search.ts'
import { texts } from '../texts.ts'
import type { Offered, Views } from './use-views.ts'

const ViewsMenu = lazy(() => import('./views-menu.tsx').then((part) => ({ default: part.ViewsMenu })))

interface Props {
  views: Views
  search: InboxSearch
  onSearch: (search: InboxSearch) => void
}

/** The views one looks at all day; the others behind the button at their end. */
export function ViewTabs({ views, search, onSearch }: Props) {
  const strip = useRef<HTMLDivElement>(null)
  const { current } = views
  const hasCounts = views.standing[0]?.count !== undefined
  useEffect(() => {
    // Counts make the tabs wider when they come.
    if (!hasCounts) return
    strip.current?.querySelector(`[data-view="${current}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current, hasCounts])
  return (
    <nav aria-label={texts.views} className="flex items-center border-b ps-3 pe-1.5">
      <div ref={strip} className="flex min-w-0 flex-1 gap-3.5 overflow-x-auto overflow-y-hidden [scrollbar-width:none]">
        {views.tabs.map((offered) => (
          <ViewTab key={offered.id} offered={offered} isCurrent={offered.id === views.current} search={search} />
        ))}
      </div>
      <Suspense fallback={<span className="size-control-small shrink-0" />}>
        <ViewsMenu views={views} search={search} onSearch={onSearch} />
      </Suspense>
    </nav>
  )
}

function ViewTab({
  offered: { id, label, count },
  isCurrent,
  search,
}: {
  offered: Offered
  isCurrent: boolean
  search: InboxSearch
}) {
  return (
    <Link
      to="."
      search={searchFor(id, search)}
      data-view={id}
      aria-current={isCurrent ? 'page' : undefined}
      className={`${tabClasses(isCurrent)} max-w-40`}
    >
      <span className="truncate">{label}</span>
      {count !== undefined && <span className="text-xs font-normal text-faint tabular-nums">{count}</span>}
    </Link>
  )
}
