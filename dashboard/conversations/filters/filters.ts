import type { Schema } from '../../api/shapes.ts'
import type { InboxSearch } from '../inbox-search.ts'

export type View = Schema<'InboxView'>

/** What the API is asked for. */
export type Filters = View['filters']
export type FilterName = keyof Filters
export type Where = NonNullable<Filters['where']>

/** The views that everybody has, in the order in which they are offered. */
export const standingViews = {
  mine: { assignee: 'me' },
  unassigned: { assignee: 'none' },
  all: {},
  mentions: { mentioned: true },
  following: { followed: true },
  unread: { unread: true },
  waiting: { waiting: true },
  snoozed: { state: 'snoozed' },
  resolved: { state: 'resolved' },
} as const satisfies Record<string, Filters>

export type StandingView = keyof typeof standingViews

export function isStanding(view: string): view is StandingView {
  return Object.hasOwn(standingViews, view)
}

export function viewOf(search: InboxSearch): string {
  return search.view ?? 'mine'
}

const filterNames = [
  'state',
  'channelType',
  'channelId',
  'assignee',
  'owner',
  'unread',
  'waiting',
  'waitingMinutes',
  'optedOut',
  'mentioned',
  'followed',
  'tag',
  'status',
  'search',
  'text',
  'where',
  'sort',
] as const satisfies readonly FilterName[]

/** What stands in the address beside the view. */
export function narrowingOf(search: InboxSearch): Filters {
  return pick(search, filterNames)
}

/** What the list is asked for; undefined where the view is a saved one that is not there. */
export function filtersOf(search: InboxSearch, saved: readonly View[]): Filters | undefined {
  const view = viewOf(search)
  const narrowing = narrowingOf(search)
  // What a standing view says is what it is; a saved one is where one begins.
  if (isStanding(view)) return { ...narrowing, ...standingViews[view] }
  const found = saved.find(({ _id }) => _id === view)
  return found && { ...found.filters, ...narrowing }
}

/** What the counts of the standing views are narrowed to: by the same that narrows their lists. */
export function countedWithin(search: InboxSearch): Omit<Filters, 'sort'> {
  const { sort, ...narrowing } = narrowingOf(search)
  return sort === 'waiting' ? { ...narrowing, waiting: true } : narrowing
}

/**
 * The address with one filter set, or without it. Where the view itself says something else of it, what it says besides is
 * written out, and it is no longer that view.
 */
export function withFilter<Name extends FilterName>(
  search: InboxSearch,
  saved: readonly View[],
  name: Name,
  value: Filters[Name] | undefined,
): InboxSearch {
  const view = viewOf(search)
  const own: Filters = isStanding(view) ? standingViews[view] : (saved.find(({ _id }) => _id === view)?.filters ?? {})
  const isOfView = name in own && (isStanding(view) || value === undefined)
  const { message: _message, ...rest } = isOfView ? { ...search, ...own, view: 'all' } : search
  const { [name]: _before, ...others } = rest as Record<string, unknown>
  return value === undefined ? others : { ...others, [name]: value }
}

/** What is shown as chips: all but the words that stand in the search, the order, and what a standing view is. */
export function chipsOf(search: InboxSearch, saved: readonly View[]): Filters {
  const view = viewOf(search)
  const filters = isStanding(view) ? narrowingOf(search) : (filtersOf(search, saved) ?? {})
  const { search: _search, text: _text, sort: _sort, ...shown } = filters
  if (!isStanding(view)) return shown
  const own: Filters = standingViews[view]
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !(name in own)))
}

/** Whether a saved view was narrowed further, so that it could be saved anew. */
export function isChanged(search: InboxSearch, saved: readonly View[]): boolean {
  const narrowing = narrowingOf(search)
  const view = saved.find(({ _id }) => _id === viewOf(search))
  if (!view) return Object.keys(narrowing).length > 0
  return Object.entries(narrowing).some(
    ([name, value]) => JSON.stringify(view.filters[name as FilterName]) !== JSON.stringify(value),
  )
}

/** What was searched and filtered for goes along from one standing view to another; a saved one has filters of its own. */
export function searchFor(view: string, search: InboxSearch): InboxSearch {
  const isKept = isStanding(view) && isStanding(search.view ?? 'mine')
  const { message: _message, ...narrowing } = search
  return isKept ? { ...narrowing, view } : { view }
}

/** As a URL of the API has it. */
export function queryOf<T extends { where?: Where }>({ where, ...rest }: T): Omit<T, 'where'> & { where?: string } {
  return where ? { ...rest, where: JSON.stringify(where) } : rest
}

/** The same for the same, whatever order it was put together in. */
export function keyOf(filters: Filters): Filters {
  return pick(filters, filterNames)
}

function pick(from: object, names: readonly FilterName[]): Filters {
  const values = from as Record<string, unknown>
  return Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]))
}
