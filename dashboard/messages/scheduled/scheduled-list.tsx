import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import type { Schema } from '../../api/shapes.ts'
import { Button } from '../../ui/button.tsx'
import { dateTime } from '../../ui/format.ts'
import { showToast } from '../../ui/toasts.ts'
import { FileCard } from '../bubbles/file-card.tsx'
import { Quote } from '../bubbles/quote.tsx'
import { addressOf } from '../bubbles/attachments.tsx'
import { sendQueue } from '../sending/sending.ts'
import { texts } from '../texts.ts'
import { scheduledQuery, writingQuery } from '../threads/thread-queries.ts'
import { otherClock } from './clocks.ts'
import type { ContactClock } from './clocks.ts'

type Scheduled = Schema<'ScheduledMessage'>

const ChangeDialog = lazy(() => import('./change-dialog.tsx').then((module) => ({ default: module.ChangeDialog })))

/** At the end of the thread: what leaves later, and what could not leave. */
export function ScheduledList({ conversationId }: { conversationId: string }) {
  const { data } = useQuery(scheduledQuery(conversationId))
  if (!data || data.length === 0) return undefined
  return (
    <section aria-label={texts.scheduled} className="flex flex-col items-end gap-2 px-4 pt-4">
      {data.map((each) => (
        <ScheduledCard key={each._id} scheduled={each} />
      ))}
    </section>
  )
}

function ScheduledCard({ scheduled }: { scheduled: Scheduled }) {
  const [isChanging, setIsChanging] = useState(false)
  const { cancel, sendNow, isBusy } = useScheduled(scheduled)
  const { data: writing } = useQuery(writingQuery(scheduled.conversationId))
  const hasFailed = scheduled.status === 'failed'
  return (
    <article className="flex w-fit max-w-[min(38rem,82%)] flex-col gap-1.5 rounded-xl border border-dashed border-line-strong bg-surface px-3 py-2">
      <p className={`flex items-start gap-1.5 text-xs ${hasFailed ? 'text-danger-text' : 'text-muted'}`}>
        <CalendarClock aria-hidden className="mt-px size-3.5 shrink-0" />
        {hasFailed
          ? texts.scheduledFailed(scheduled.errorMessage ?? '')
          : texts.scheduledFor(timesOf(scheduled.scheduledAt, writing?.clock))}
      </p>
      {scheduled.replyToId && <Quote id={scheduled.replyToId} conversationId={scheduled.conversationId} />}
      {scheduled.content !== '' && <p className="text-base wrap-anywhere whitespace-pre-wrap">{scheduled.content}</p>}
      {scheduled.attachments.map((each) => (
        <FileCard key={each._id} attachment={each} href={addressOf(each)} />
      ))}
      <div className="flex flex-wrap justify-end gap-1">
        <Button size="small" variant="quiet" isBusy={isBusy} onClick={cancel}>
          {texts.cancelScheduled}
        </Button>
        <Button size="small" variant="quiet" onClick={() => setIsChanging(true)}>
          {texts.change}
        </Button>
        <Button size="small" isBusy={isBusy} onClick={sendNow}>
          {texts.sendNow}
        </Button>
      </div>
      {isChanging && (
        <Suspense>
          <ChangeDialog scheduled={scheduled} onClose={() => setIsChanging(false)} />
        </Suspense>
      )}
    </article>
  )
}

/** By one's own clock, and by the contact's where that shows something else. */
function timesOf(at: string, clock: ContactClock | null | undefined): string {
  const other = otherClock(clock, new Date(at))
  return other ? `${dateTime(at)} (${texts.forThem(dateTime(at, other.timeZone))})` : dateTime(at)
}

function useScheduled({ _id: id, conversationId, content, attachments, replyToId }: Scheduled) {
  const queries = useQueryClient()
  const { user } = useSession()
  const canceling = useMutation({
    mutationFn: () => ok(api.POST('/api/messages/scheduled/{id}/cancel', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: scheduledQuery(conversationId).queryKey }),
    onError: (error) => showToast({ text: texts.couldNot(error.message), tone: 'danger' }),
  })
  return {
    isBusy: canceling.isPending,
    cancel: () => canceling.mutate(undefined, { onSuccess: () => void showToast({ text: texts.canceledScheduled }) }),
    // First it can leave no more by itself, then it is said.
    sendNow: () =>
      canceling.mutate(undefined, {
        onSuccess: () =>
          sendQueue.add({
            clientId: crypto.randomUUID(),
            kind: 'message',
            conversationId,
            userId: user.id,
            content,
            files: attachments.map((each) => ({ ...each, url: addressOf(each) })),
            mentions: [],
            replyToId: replyToId ?? undefined,
            undoSeconds: 0,
            createdAt: new Date().toISOString(),
            state: 'waiting',
            wasTried: false,
          }),
      }),
  }
}
