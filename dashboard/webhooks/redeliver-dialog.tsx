import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { DateTimeInput } from '../ui/date-input.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import type { Webhook } from './queries.ts'
import { texts } from './texts.ts'
import { useAction } from './use-action.ts'

export function RedeliverDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { _id: id, disabledAt, failingSince } = webhook
  const [since, setSince] = useState(() => localTime(disabledAt ?? failingSince ?? yesterday()))
  const [isUndeliveredOnly, setIsUndeliveredOnly] = useState(true)
  const redelivering = useAction(async () => {
    const body = { since: new Date(since).toISOString(), isUndeliveredOnly }
    await ok(api.POST('/api/webhooks/{id}/redeliver', { params: { path: { id } }, body }))
    onClose()
  }, texts.redelivering)
  const { error } = redelivering
  return (
    <Dialog
      isOpen
      size="small"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.redeliverTitle}
      description={texts.redeliverText}
    >
      <Form onSubmit={() => redelivering.mutate(undefined)}>
        <FormError error={problemBeside(error, ['since'])} />
        <Field label={texts.since} error={problemWith(error, 'since')} isRequired>
          <DateTimeInput value={since} onValueChange={setSince} />
        </Field>
        <Checkbox
          label={texts.undeliveredOnly}
          hint={texts.undeliveredHint}
          isChecked={isUndeliveredOnly}
          onCheckedChange={setIsUndeliveredOnly}
        />
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={redelivering.isPending} disabled={since === ''}>
            {texts.redeliver}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString()
}

/** As the browser's own input wants it: local, to the minute. */
function localTime(moment: string): string {
  const date = new Date(moment)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
