import { RelativeTime } from '../ui/relative-time.tsx'
import { TableCell, TableRow } from '../ui/table.tsx'
import type { Delivery } from './queries.ts'
import { texts } from './texts.ts'
import { DeliveryStateBadge } from './webhook-state.tsx'

export function DeliveryRow({ delivery, onOpen }: { delivery: Delivery; onOpen: () => void }) {
  const { eventType, state, lastStatus, lastError, lastTriedAt, tries, createdAt } = delivery
  const answer = lastStatus === null ? lastTriedAt && texts.noAnswer : String(lastStatus)
  return (
    <TableRow onOpen={onOpen}>
      <TableCell>
        <button
          type="button"
          onClick={onOpen}
          className="rounded-sm py-0.5 text-start font-mono text-xs hover:underline"
        >
          {eventType}
        </button>
      </TableCell>
      <TableCell>
        <DeliveryStateBadge state={state} />
      </TableCell>
      <TableCell className="hidden max-w-64 truncate text-muted sm:table-cell">
        {[answer, state === 'delivered' ? '' : lastError].filter(Boolean).join(' · ')}
      </TableCell>
      <TableCell isNumber className="hidden text-muted sm:table-cell">
        {tries}
      </TableCell>
      <TableCell isNumber className="whitespace-nowrap text-muted">
        <RelativeTime moment={createdAt} />
      </TableCell>
    </TableRow>
  )
}
