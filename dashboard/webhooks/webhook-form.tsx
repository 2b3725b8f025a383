import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside } from '../api/field-problem.ts'
import { Button } from '../ui/button.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { useUnsaved } from '../ui/unsaved.ts'
import type { Webhook } from './queries.ts'
import { texts } from './texts.ts'
import { useAction } from './use-action.ts'
import { WebhookFields, bodyOf, isComplete } from './webhook-fields.tsx'

export function WebhookForm({ webhook }: { webhook: Webhook }) {
  const { _id: id, url, description, types } = webhook
  const present = { url, description, types: types.length > 0 ? types : undefined }
  const [draft, setDraft] = useState(present)
  const saving = useAction(
    () => ok(api.PATCH('/api/webhooks/{id}', { params: { path: { id } }, body: bodyOf(draft) })),
    texts.saved,
  )
  const isChanged = JSON.stringify(bodyOf(draft)) !== JSON.stringify(bodyOf(present))
  useUnsaved(isChanged)
  return (
    <Form onSubmit={() => isComplete(draft) && saving.mutate(undefined)} className="max-w-xl">
      <FormError error={problemBeside(saving.error, ['url'])} />
      <WebhookFields draft={draft} onDraft={setDraft} error={saving.error} />
      <FormActions note={isChanged ? texts.unsaved : undefined}>
        {isChanged && (
          <Button variant="quiet" onClick={() => setDraft(present)}>
            {texts.discard}
          </Button>
        )}
        <Button
          type="submit"
          variant={isChanged ? 'primary' : 'secondary'}
          isBusy={saving.isPending}
          disabled={!isChanged || !isComplete(draft)}
        >
          {texts.save}
        </Button>
      </FormActions>
    </Form>
  )
}
