import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'
import { Button } from '../ui/button.tsx'
import { DateTimeInput } from '../ui/date-input.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { remindersQuery } from './contact-parts.ts'
import { texts } from './texts.ts'

export function ReminderForm({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const queries = useQueryClient()
  const [note, setNote] = useState('')
  const [at, setAt] = useState(tomorrowMorning)
  const adding = useMutation({
    mutationFn: () => {
      const body = { contactId, note: note.trim(), reminderDate: new Date(at).toISOString() }
      return ok(api.POST('/api/reminders', { body }))
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: remindersQuery(contactId).queryKey })
      onClose()
    },
  })
  const problem = adding.error instanceof ApiError ? adding.error : undefined
  return (
    <Form
      onSubmit={() => note.trim() && at && adding.mutate()}
      className="gap-2! rounded-md border p-2"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Field label={texts.reminderNote} error={problem?.ofField('note')}>
        <Input autoFocus value={note} onValueChange={setNote} maxLength={2000} />
      </Field>
      <Field label={texts.reminderAt} error={problem && !problem.ofField('note') ? problem.message : undefined}>
        <DateTimeInput value={at} onValueChange={setAt} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="small" variant="quiet" onClick={onClose}>
          {texts.cancel}
        </Button>
        <Button size="small" variant="primary" type="submit" isBusy={adding.isPending} disabled={!note.trim() || !at}>
          {texts.remindMe}
        </Button>
      </div>
    </Form>
  )
}

/** As a local date and time, which is what the input takes. */
function tomorrowMorning(): string {
  const now = new Date()
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
