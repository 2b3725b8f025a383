import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { ApiError } from '../../api/errors.ts'
import type { Schema } from '../../api/shapes.ts'
import { Button } from '../../ui/button.tsx'
import { DateTimeInput } from '../../ui/date-input.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { texts } from '../texts.ts'
import { scheduledQuery } from '../threads/thread-queries.ts'
import { toLocalInput } from './send-times.ts'

/** Another text or another time for what has not left yet. */
export function ChangeDialog({ scheduled, onClose }: { scheduled: Schema<'ScheduledMessage'>; onClose: () => void }) {
  const queries = useQueryClient()
  const [content, setContent] = useState(scheduled.content)
  const [now] = useState(() => toLocalInput(new Date()))
  const [at, setAt] = useState(() => toLocalInput(new Date(scheduled.scheduledAt)))
  const { _id: id, conversationId, attachments } = scheduled
  const saving = useMutation({
    mutationFn: () => {
      const time =
        at === toLocalInput(new Date(scheduled.scheduledAt)) ? {} : { scheduledAt: new Date(at).toISOString() }
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
          <Button
            variant="primary"
            disabled={isEmpty || at === ''}
            isBusy={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {texts.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={texts.text} error={error && !error.ofField('scheduledAt') && error.message}>
          <TextArea value={content} onValueChange={setContent} rows={4} />
        </Field>
        <Field label={texts.when} error={error?.ofField('scheduledAt')}>
          <DateTimeInput value={at} onValueChange={setAt} min={now} />
        </Field>
      </div>
    </Dialog>
  )
}
