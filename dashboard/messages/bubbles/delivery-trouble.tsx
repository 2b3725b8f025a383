import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleHelp } from 'lucide-react'

import { api, ok } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { showToast } from '../../ui/toasts.ts'
import { texts } from '../texts.ts'
import { keepMessage } from '../threads/message-cache.ts'
import type { Message } from '../threads/message-rows.ts'
import { copy } from './message-actions.tsx'

/** What went wrong in words, and what can be done about it. */
export function DeliveryTrouble({ message }: { message: Message }) {
  const { status, errorCode, errorMessage, direction } = message
  const isUnknown = status === 'unknown'
  if (direction !== 'outbound' || (status !== 'failed' && !isUnknown)) return undefined
  const why = isUnknown ? `${texts.unknown}. ${texts.unknownWhy}` : texts.failedWhy(errorMessage ?? texts.failedUnsaid)
  const code = errorCode ? texts.code(errorCode) : ''
  const Icon = isUnknown ? CircleHelp : CircleAlert
  const look = isUnknown ? 'bg-warning-soft text-warning-text' : 'bg-danger-soft text-danger-text'
  return (
    <div className={classes('mt-0.5 flex max-w-full flex-col gap-1.5 rounded-md px-2.5 py-1.5 text-xs', look)}>
      <p className="flex gap-1.5">
        <Icon aria-hidden className="mt-px size-3.5 shrink-0" />
        <span className="min-w-0 wrap-anywhere">
          {why} {code && <span className="whitespace-nowrap">({code})</span>}
        </span>
      </p>
      <div className="flex flex-wrap gap-1.5">
        <Retry message={message} />
        <Button size="small" onClick={() => copy(`${why} ${code} ${message._id}`, texts.copiedText)}>
          {texts.copyError}
        </Button>
      </div>
    </div>
  )
}

function Retry({ message }: { message: Message }) {
  const queries = useQueryClient()
  const retrying = useMutation({
    mutationFn: () => ok(api.POST('/api/messages/{id}/retry', { params: { path: { id: message._id } } })),
    onSuccess: (queued) => keepMessage(queries, queued),
    onError: (error) => showToast({ text: texts.couldNot(error.message), tone: 'danger' }),
  })
  return (
    <Button size="small" isBusy={retrying.isPending} onClick={() => retrying.mutate()}>
      {texts.tryAgain}
    </Button>
  )
}
