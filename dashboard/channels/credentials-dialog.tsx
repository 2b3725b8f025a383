import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside } from '../api/field-problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { showToast } from '../ui/toasts.ts'
import { configurationOf, draftOf, isComplete } from './configuration-draft.ts'
import { ConfigurationFields } from './configuration-fields.tsx'
import { ProviderSteps } from './provider-steps.tsx'
import { credentialFields, isProvider } from './providers.ts'
import { channelsQuery } from './queries.ts'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'

interface CredentialsDialogProps {
  channel: Channel
  /** That change with them: kept credentials are not sent to an address that they were not entered for. */
  settings?: Record<string, unknown> | undefined
  onClose: () => void
}

/** New secrets for old ones. What we made ourselves has to be entered at the provider anew, and is shown then. */
export function CredentialsDialog({ channel, settings, onClose }: CredentialsDialogProps) {
  const { _id: id, provider } = channel
  const queries = useQueryClient()
  const fields = isProvider(provider) ? credentialFields[provider] : []
  const [draft, setDraft] = useState(() => draftOf(fields))
  const made = fields.find(({ control }) => control === 'made')
  const saving = useMutation({
    mutationFn: () => {
      const body = { credentials: configurationOf(fields, draft), ...(settings && { settings }) }
      return ok(api.PUT('/api/channels/{id}', { params: { path: { id } }, body }))
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: channelsQuery.queryKey })
      showToast({ text: settings ? texts.saved : texts.replaced, tone: 'success' })
      if (!made) onClose()
    },
  })
  const close = (isOpen: boolean) => !isOpen && onClose()
  if (made && saving.data) {
    return (
      <Dialog isOpen onOpenChange={close} title={texts.setUp} footer={<Button onClick={onClose}>{texts.done}</Button>}>
        <ProviderSteps channel={channel} secret={String(draft[made.name])} />
      </Dialog>
    )
  }
  const named = fields.map(({ name }) => `credentials.${name}`)
  return (
    <Dialog
      isOpen
      onOpenChange={close}
      title={settings ? texts.enterAgain : texts.replaceTitle}
      description={settings ? texts.enterAgainAbout : texts.replaceAbout}
    >
      <Form onSubmit={() => saving.mutate()}>
        <FormError error={problemBeside(saving.error, named)} />
        <ConfigurationFields part="credentials" fields={fields} draft={draft} onDraft={setDraft} error={saving.error} />
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={saving.isPending} disabled={!isComplete(fields, draft)}>
            {settings ? texts.save : texts.replace}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
