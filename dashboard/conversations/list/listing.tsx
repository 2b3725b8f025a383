import { useCallback, useMemo, useRef, useState } from 'react'

import { isCode } from '../../api/errors.ts'
import { Delayed } from '../../ui/delayed.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { ErrorState, NoPermission } from '../../ui/state.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import type { VirtualListHandle } from '../../ui/virtual-list.tsx'
import type { Act } from '../acts/acts.ts'
import { useActing } from '../acts/use-acting.ts'
import type { Filters } from '../filters/filters.ts'
import type { InboxSearch } from '../inbox-search.ts'
import type { Row } from '../rows.ts'
import { texts } from '../texts.ts'
import { useMe } from '../tools/use-me.ts'
import { ConversationRow } from './conversation-row.tsx'
import { EmptyList } from './empty-list.tsx'
import { ListSkeleton } from './list-skeleton.tsx'
import { NewItems } from './new-items.tsx'
import { offsetIn, rememberOffset } from './places.ts'
import { rowHeight } from './row-height.ts'
import { Selected } from './selected.tsx'
import { useActiveRow } from './use-active-row.ts'
import { useHeldRows } from './use-held-rows.ts'
import { useList } from './use-list.ts'
import { useSelection } from './use-selection.ts'

export interface ListingProps {
  filters: Filters
  search: InboxSearch
  onSearch: (search: InboxSearch) => void
  openId: string | undefined
  onPrefetch: ((id: string) => void) | undefined
}

/** The rows of one list: its state is new for each. */
export function Listing(props: ListingProps) {
  const { filters, search, onSearch } = props
  const list = useList(filters)
  const rows = useMemo(
    () => (list.data ? eachOnce(list.data.pages.flatMap((page) => page.conversations)) : []),
    [list.data],
  )
  if (isCode(list.error, 'forbidden')) return <NoPermission />
  if (list.error && !list.data) return <ErrorState text={list.error.message} onRetry={() => void list.refetch()} />
  if (!list.data) {
    return (
      <Delayed>
        <ListSkeleton />
      </Delayed>
    )
  }
  if (rows.every(({ isGone }) => isGone) && !list.hasMore) return <EmptyList search={search} onSearch={onSearch} />
  const more = {
    hasMore: list.hasMore,
    isLoading: list.isLoadingMore,
    hasFailed: list.hasFailedMore,
    onLoad: list.loadMore,
  }
  return <Rows {...props} rows={rows} more={more} onScrolled={list.refreshSeen} />
}

interface RowsProps extends ListingProps {
  rows: readonly Row[]
  more: { hasMore: boolean; isLoading: boolean; hasFailed: boolean; onLoad: () => void }
  onScrolled: () => void
}

function Rows({ filters, search, openId, onPrefetch, rows, more, onScrolled }: RowsProps) {
  const [initialOffset] = useState(() => offsetIn(filters))
  const handle = useRef<VirtualListHandle>(null)
  const { shown, onScroll, showNew, pointerProps } = useHeldRows(rows, initialOffset)
  const selection = useSelection(filters, shown.rows)
  const acting = useActing()
  const onAct = useCallback((row: Row, act: Act) => void acting([row], act), [acting])
  const me = useMe()
  const active = useActiveRow({ rows: shown.rows, openId, handle, search, onPrefetch })
  const reveal = () => {
    showNew()
    handle.current?.element?.scrollTo({ top: 0 })
  }
  return (
    <>
      <div className="relative flex min-h-0 flex-1 flex-col" {...pointerProps}>
        <NewItems count={shown.newCount} onShow={reveal} />
        <VirtualList
          label={texts.list}
          items={shown.rows}
          itemKey={({ _id }) => _id}
          rowHeight={rowHeight()}
          handle={handle}
          activeIndex={active.index}
          onActiveChange={active.setIndex}
          onEndReached={more.hasMore && !more.isLoading && !more.hasFailed ? more.onLoad : undefined}
          initialOffset={initialOffset}
          onScroll={(offset) => {
            rememberOffset(filters, offset)
            onScroll(offset)
            onScrolled()
          }}
          end={<LoadMore {...more} />}
          className="flex-1"
          renderRow={(row, { tabIndex }) => (
            <ConversationRow
              row={row}
              search={search}
              tabIndex={tabIndex}
              isOpen={row._id === openId}
              isSelected={selection.ids.has(row._id)}
              isSelecting={selection.ids.size > 0}
              onSelect={selection.set}
              onNear={active.near}
              onAct={onAct}
              me={me}
            />
          )}
        />
      </div>
      <Selected search={search} selection={selection} active={active} isOpen={openId !== undefined} />
    </>
  )
}

/** While pages are read the list goes on changing: a row may be met twice. */
function eachOnce(rows: Row[]): Row[] {
  const seen = new Set<string>()
  return rows.filter(({ _id }) => !seen.has(_id) && seen.add(_id))
}
