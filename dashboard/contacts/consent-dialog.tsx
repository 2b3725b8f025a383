import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { showToast } from '../ui/toasts.ts'
import { consentQuery } from './contact-parts.ts'
import { texts } from './texts.ts'

interface ConsentDialogProps {
  contactId: string
  consent: Schema<'Consent'>
  onClose: () => void
}

/** Why it is noted is asked for: whoever looks later has to be able to tell. */
export function ConsentDialog({ contactId, consent, onClose }: ConsentDialogProps) {
  const { channelType, isOptedOut } = consent
  const [reason, setReason] = useState('')
  const saving = useChange(contactId, consent, onClose)
  const channel = texts.channel(channelType)
  const suggestions = isOptedOut ? texts.optInGrounds : texts.optOutReasons
  return (
    <Dialog
      isOpen
      size="small"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isOptedOut ? texts.optInOf(channel) : texts.optOutOf(channel)}
      description={isOptedOut ? texts.optInAbout : texts.optOutAbout}
    >
      <Form onSubmit={() => reason.trim() && saving.mutate(reason.trim())}>
        <Field label={isOptedOut ? texts.ground : texts.reason} error={saving.error?.message} isRequired>
          <Input autoFocus value={reason} onValueChange={setReason} maxLength={500} />
        </Field>
        <div role="group" aria-label={texts.usual} className="flex flex-wrap gap-1">
          {suggestions.map((each) => (
            <Button key={each} size="small" onClick={() => setReason(each)}>
              {each}
            </Button>
          ))}
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button
            type="submit"
            variant={isOptedOut ? 'primary' : 'danger'}
            isBusy={saving.isPending}
            disabled={!reason.trim()}
          >
            {isOptedOut ? texts.optIn : texts.optOut}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

function useChange(contactId: string, { channelType, isOptedOut }: Schema<'Consent'>, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => {
      const call = { params: { path: { id: contactId } }, body: { channelType, reason } }
      return ok(isOptedOut ? api.POST('/api/contacts/{id}/opt-in', call) : api.POST('/api/contacts/{id}/opt-out', call))
    },
    onSuccess: async () => {
      const channel = texts.channel(channelType)
      showToast({ text: isOptedOut ? texts.isOptedIn(channel) : texts.isOptedOut(channel), tone: 'success' })
      onDone()
      await Promise.all([
        queries.invalidateQueries({ queryKey: consentQuery(contactId).queryKey }),
        queries.invalidateQueries({ queryKey: ['writing'] }),
      ])
    },
  })
}
