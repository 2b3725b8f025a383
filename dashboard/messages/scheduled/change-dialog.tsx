import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { ApiError } from '../../api/errors.ts'
import type { Schema } from '../../api/shapes.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { texts } from '../texts.ts'
import { scheduledQuery, writingQuery } from '../threads/thread-queries.ts'
import { otherClock } from './clocks.ts'
import { toLocalInput } from './send-times.ts'
import { WhenField } from './when-field.tsx'

/** Another text or another time for what has not left yet. */
export function ChangeDialog({ scheduled, onClose }: { scheduled: Schema<'ScheduledMessage'>; onClose: () => void }) {
  const queries = useQueryClient()
  const [content, setContent] = useState(scheduled.content)
  const [now] = useState(() => new Date())
  const [at, setAt] = useState<Date | undefined>(() => new Date(scheduled.scheduledAt))
  const { data: writing } = useQuery(writingQuery(scheduled.conversationId))
  const { _id: id, conversationId, attachments } = scheduled
  const saving = useMutation({
    mutationFn: () => {
      // The field knows no seconds.
      const isSame = at && toLocalInput(at) === toLocalInput(new Date(scheduled.scheduledAt))
      const time = !at || isSame ? {} : { scheduledAt: at.toISOString() }
      const text = content === scheduled.content ? {} : { content }
      return ok(api.PATCH('/api/messages/scheduled/{id}', { params: { path: { id } }, body: { ...text, ...time } }))
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: scheduledQuery(conversationId).queryKey })
      onClose()
    },
  })
  const error = saving.error instanceof ApiError ? saving.error : undefined
  const isEmpty = content.trim() === '' && attachments.length === 0
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.changeScheduled}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button variant="primary" disabled={isEmpty || !at} isBusy={saving.isPending} onClick={() => saving.mutate()}>
            {texts.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={texts.text} error={error && !error.ofField('scheduledAt') && error.message}>
          <TextArea value={content} onValueChange={setContent} rows={4} />
        </Field>
        <WhenField
          at={at}
          onChange={setAt}
          now={now}
          clock={otherClock(writing?.clock, now)}
          error={error?.ofField('scheduledAt')}
        />
      </div>
    </Dialog>
  )
}
