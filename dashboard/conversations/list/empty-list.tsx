import { AlarmClock, AtSign, BellRing, CircleCheck, Inbox, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'

import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { isStanding, narrowingOf, viewOf } from '../filters/filters.ts'
import type { StandingView } from '../filters/filters.ts'
import type { InboxSearch } from '../inbox-search.ts'
import { texts } from '../texts.ts'

const icons: Partial<Record<StandingView, ReactNode>> = {
  mentions: <AtSign />,
  following: <BellRing />,
  snoozed: <AlarmClock />,
  resolved: <CircleCheck />,
  unread: <CircleCheck />,
  waiting: <CircleCheck />,
  unassigned: <CircleCheck />,
}

/** Why there is nothing, and what would be there. */
export function EmptyList({ search, onSearch }: { search: InboxSearch; onSearch: (search: InboxSearch) => void }) {
  const view = viewOf(search)
  const { sort: _sort, ...narrowing } = narrowingOf(search)
  if (!isStanding(view) || Object.keys(narrowing).length > 0) {
    const words = { ...(search.search ? { search: search.search } : {}), ...(search.text ? { text: search.text } : {}) }
    const everywhere = () => onSearch({ view: 'all', state: 'all', ...words })
    return (
      <EmptyState
        icon={<SearchX />}
        title={texts.nothingMatches}
        text={texts.nothingMatchesText}
        action={
          Object.keys(words).length > 0 ? (
            <Button onClick={everywhere}>{texts.searchEverywhere}</Button>
          ) : (
            <Button onClick={() => onSearch({ view })}>{texts.clearFilters}</Button>
          )
        }
      />
    )
  }
  const [title, text] = texts.empty[view]
  return <EmptyState icon={icons[view] ?? <Inbox />} title={title} text={text} />
}
