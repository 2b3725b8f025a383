import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Delayed } from '../ui/delayed.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { ErrorState } from '../ui/state.tsx'
import { AttemptCard } from './attempt-card.tsx'
import { deliveryQuery, eventQuery } from './queries.ts'
import type { Attempt, Delivery } from './queries.ts'
import { texts } from './texts.ts'
import { useAction } from './use-action.ts'
import { DeliveryStateBadge } from './webhook-state.tsx'

interface DeliverySheetProps {
  webhookId: string
  deliveryId: string
  onClose: () => void
}

/** One delivery with all its attempts, and the way to make it again. */
export function DeliverySheet({ webhookId: id, deliveryId, onClose }: DeliverySheetProps) {
  const { data, error, refetch } = useQuery(deliveryQuery(id, deliveryId))
  const queries = useQueryClient()
  const close = () => {
    // What was seen to happen here stands in the list as well.
    void queries.invalidateQueries({ queryKey: ['webhook-deliveries', id] })
    onClose()
  }
  const again = useAction(
    () =>
      ok(api.POST('/api/webhooks/{id}/deliveries/{deliveryId}/redeliver', { params: { path: { id, deliveryId } } })),
    texts.redelivered,
  )
  return (
    <Sheet
      isOpen
      onOpenChange={(isOpen) => !isOpen && close()}
      title={data?.delivery.eventType ?? texts.delivery}
      footer={
        <Button variant="primary" isBusy={again.isPending} disabled={!data} onClick={() => again.mutate(undefined)}>
          {texts.redeliver}
        </Button>
      }
    >
      {error && <ErrorState text={error.message} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Delayed>
          <SkeletonLines count={5} />
        </Delayed>
      )}
      {data && <Details {...data} />}
    </Sheet>
  )
}

function Details({ delivery, attempts }: { delivery: Delivery; attempts: Attempt[] }) {
  const { state, nextTryAt, eventId } = delivery
  const isOpen = state === 'pending' || state === 'failed'
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2">
        <DeliveryStateBadge state={state} />
        {isOpen && nextTryAt && (
          <span className="text-muted">
            {texts.nextTry} <RelativeTime moment={nextTryAt} length="long" />
          </span>
        )}
        {isOpen && !nextTryAt && <span className="text-muted">{texts.waits}</span>}
      </p>
      <section aria-label={texts.attempts} className="flex flex-col gap-2">
        <h3 className="text-xs font-medium text-muted">{texts.attempts}</h3>
        {attempts.length === 0 && <p className="text-muted">{texts.noAttempts}</p>}
        {attempts.map((attempt, index) => (
          <AttemptCard key={attempt._id} attempt={attempt} number={index + 1} />
        ))}
      </section>
      <CopyField label={texts.eventId} value={eventId} />
      <Payload eventId={eventId} />
    </div>
  )
}

function Payload({ eventId }: { eventId: string }) {
  const [isOpen, setIsOpen] = useState(false)
  const { data, isError } = useQuery({ ...eventQuery(eventId), enabled: isOpen })
  return (
    <Disclosure title={texts.payload} isOpen={isOpen} onToggle={setIsOpen}>
      {isError && <p className="text-muted">{texts.payloadGone}</p>}
      {data && (
        <CodeBlock label={texts.payload} text={JSON.stringify(data.data, undefined, 2)} className="rounded-md border" />
      )}
    </Disclosure>
  )
}
