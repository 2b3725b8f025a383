import { useQuery } from '@tanstack/react-query'

import { standingViews, viewOf } from '../filters/filters.ts'
import type { StandingView, View } from '../filters/filters.ts'
import type { InboxSearch } from '../inbox-search.ts'
import { countsQuery, viewsQuery } from '../queries.ts'
import { texts } from '../texts.ts'
import { isPinned, noPins } from './pins.ts'

/** A view as it is offered: by its name, with how long its list is. */
export interface Offered {
  id: string
  label: string
  count: string | undefined
  view?: View
}

export const standingTabs: ReadonlySet<string> = new Set<string>([
  'mine',
  'unassigned',
  'all',
  'mentions',
] satisfies StandingView[])
const none: { views: View[]; pins: typeof noPins } = { views: [], pins: noPins }

/** All views with their counts; which of them stand as tabs, and which one is open. */
export function useViews(search: InboxSearch) {
  const { data: { views: saved, pins } = none, isPending } = useQuery(viewsQuery)
  const { data: counts } = useQuery(countsQuery(search))
  const standing = (Object.keys(standingViews) as StandingView[]).map((id): Offered => ({
    id,
    label: texts.standing[id],
    count: counts && texts.count(counts.counts[id], counts.isExact[id]),
  }))
  const kept = saved.map((view): Offered => {
    const counted = counts?.views.find(({ _id }) => _id === view._id)
    return { id: view._id, label: view.name, count: counted && texts.count(counted.count, counted.isExact), view }
  })
  const current = viewOf(search)
  const isTab = ({ id }: Offered) => standingTabs.has(id) || isPinned(pins, id)
  return {
    saved,
    isPending,
    current,
    standing,
    kept,
    pins,
    tabs: [...standing, ...kept].filter((offered) => isTab(offered) || offered.id === current),
  }
}

export type Views = ReturnType<typeof useViews>
