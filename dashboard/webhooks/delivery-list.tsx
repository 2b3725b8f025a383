import { useInfiniteQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'

import { Delayed } from '../ui/delayed.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../ui/state.tsx'
import { Table, TableHead, TableHeading } from '../ui/table.tsx'
import { DeliveryRow } from './delivery-row.tsx'
import { DeliverySheet } from './delivery-sheet.tsx'
import { deliveriesQuery } from './queries.ts'
import type { Delivery, Webhook } from './queries.ts'
import { texts } from './texts.ts'

interface DeliveryListProps {
  webhook: Webhook
  search: Readonly<Record<string, string>>
  onSearch: (search: Record<string, string>) => void
}

type Shown = Delivery['state'] | 'all'

const segments = [
  { value: 'all' as Shown, label: texts.all },
  ...Object.entries(texts.states).map(([value, label]) => ({ value: value as Shown, label })),
]

/** What it was told and is to be told; which, and which of them is open, stands in the address. */
export function DeliveryList({ webhook, search, onSearch }: DeliveryListProps) {
  const { _id: id } = webhook
  const shown = segments.find(({ value }) => value === search['state'])?.value ?? 'all'
  const state = shown === 'all' ? undefined : shown
  const list = useInfiniteQuery(deliveriesQuery(id, state))
  const kept: Record<string, string> = state ? { state } : {}
  const open = (deliveryId: string) => onSearch({ ...kept, delivery: deliveryId })
  return (
    <>
      <div className="mb-3 flex items-center gap-2 overflow-x-auto p-0.5">
        <SegmentedControl
          label={texts.filter}
          value={shown}
          onValueChange={(next) => onSearch(next === 'all' ? {} : { state: next })}
          segments={segments}
        />
        <IconButton label={texts.refresh} onClick={() => void list.refetch()}>
          <RefreshCw className={`size-4 ${list.isRefetching ? 'animate-spin' : ''}`} />
        </IconButton>
      </div>
      <Deliveries list={list} isFiltered={state !== undefined} onOpen={open} />
      {search['delivery'] && (
        <DeliverySheet webhookId={id} deliveryId={search['delivery']} onClose={() => onSearch(kept)} />
      )}
    </>
  )
}

interface DeliveriesProps {
  list: ReturnType<typeof useInfiniteQuery<Page, Error, { pages: Page[] }>>
  isFiltered: boolean
  onOpen: (id: string) => void
}

interface Page {
  deliveries: Delivery[]
}

function Deliveries({ list, isFiltered, onOpen }: DeliveriesProps) {
  if (list.isError) return <ErrorState text={list.error.message} onRetry={() => void list.refetch()} />
  if (!list.data) {
    return (
      <Delayed>
        <SkeletonLines count={6} />
      </Delayed>
    )
  }
  const deliveries = list.data.pages.flatMap((page) => page.deliveries)
  if (deliveries.length === 0) {
    if (isFiltered) return <EmptyState title={texts.noneInState} />
    return <EmptyState title={texts.noDeliveries} text={texts.noDeliveriesText} />
  }
  return (
    <>
      <Table label={texts.deliveries}>
        <TableHead>
          <TableHeading>{texts.event}</TableHeading>
          <TableHeading>{texts.state}</TableHeading>
          <TableHeading className="hidden sm:table-cell">{texts.answer}</TableHeading>
          <TableHeading className="hidden sm:table-cell" isNumber>
            {texts.tries}
          </TableHeading>
          <TableHeading isNumber>{texts.when}</TableHeading>
        </TableHead>
        <tbody>
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery._id} delivery={delivery} onOpen={() => onOpen(delivery._id)} />
          ))}
        </tbody>
      </Table>
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        hasFailed={list.isFetchNextPageError}
        onLoad={() => void list.fetchNextPage()}
      />
    </>
  )
}
