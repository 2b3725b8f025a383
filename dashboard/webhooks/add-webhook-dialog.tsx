import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside } from '../api/field-problem.ts'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { webhooksQuery } from './queries.ts'
import { texts } from './texts.ts'
import { WebhookFields, bodyOf, emptyDraft, isComplete } from './webhook-fields.tsx'

/** A new webhook; its secret is shown right after. */
export function AddWebhookDialog({ onClose, onOpen }: { onClose: () => void; onOpen: (id: string) => void }) {
  const queries = useQueryClient()
  const [draft, setDraft] = useState(emptyDraft)
  const adding = useMutation({
    mutationFn: () => ok(api.POST('/api/webhooks', { body: bodyOf(draft) })),
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  })
  const added = adding.data
  const close = (isOpen: boolean) => !isOpen && (added ? onOpen(added.webhook._id) : onClose())
  if (added) {
    return (
      <Dialog
        isOpen
        onOpenChange={close}
        title={texts.addedTitle}
        description={texts.addedText}
        footer={
          <Button variant="primary" onClick={() => onOpen(added.webhook._id)}>
            {texts.done}
          </Button>
        }
      >
        <CopyField label={texts.secret} value={added.secret} />
      </Dialog>
    )
  }
  return (
    <Dialog isOpen onOpenChange={close} title={texts.add}>
      <Form onSubmit={() => isComplete(draft) && adding.mutate()}>
        <FormError error={problemBeside(adding.error, ['url'])} />
        <WebhookFields draft={draft} onDraft={setDraft} error={adding.error} />
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={adding.isPending} disabled={!isComplete(draft)}>
            {texts.add}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
