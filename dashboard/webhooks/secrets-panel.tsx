import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { dateTime } from '../ui/format.ts'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { Select } from '../ui/select.tsx'
import { showToast } from '../ui/toasts.ts'
import { texts } from './texts.ts'

/** The secrets with which calls are signed: asked for by a press, since it is written down who looked, and never cached. */
export function SecretsPanel({ webhookId: id }: { webhookId: string }) {
  const [isAdding, setIsAdding] = useState(false)
  const showing = useMutation({
    mutationFn: () => ok(api.GET('/api/webhooks/{id}/secrets', { params: { path: { id } } })),
    gcTime: 0,
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
  const secrets = showing.data?.secrets
  return (
    <div className="flex max-w-xl flex-col gap-4">
      <p className="text-pretty text-muted">{texts.secretsAbout}</p>
      {secrets?.map(({ _id, secret, createdAt, expiresAt }, index) => (
        <CopyField
          key={_id}
          label={index === 0 ? texts.newest : texts.older}
          value={secret}
          hint={expiresAt ? `${texts.good} ${dateTime(expiresAt)}` : dateTime(createdAt)}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button isBusy={showing.isPending} onClick={() => (secrets ? showing.reset() : showing.mutate())}>
          {secrets ? texts.hide : texts.show}
        </Button>
        <Button variant="quiet" onClick={() => setIsAdding(true)}>
          {texts.rotate}
        </Button>
      </div>
      {isAdding && (
        <AddSecretDialog webhookId={id} onClose={() => setIsAdding(false)} onAdded={() => showing.mutate()} />
      )}
    </div>
  )
}

interface AddSecretDialogProps {
  webhookId: string
  onClose: () => void
  onAdded: () => void
}

function AddSecretDialog({ webhookId: id, onClose, onAdded }: AddSecretDialogProps) {
  const [hours, setHours] = useState<keyof typeof texts.expiries>('24')
  const adding = useMutation({
    mutationFn: () => {
      const body = { othersExpireAfterHours: Number(hours) }
      return ok(api.POST('/api/webhooks/{id}/secrets', { params: { path: { id } }, body }))
    },
    gcTime: 0,
    onSuccess: () => {
      onAdded()
      onClose()
    },
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
  const options = Object.entries(texts.expiries).map(([value, label]) => ({ value: value as typeof hours, label }))
  return (
    <Dialog
      isOpen
      size="small"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.rotateTitle}
      description={texts.rotateText}
    >
      <Form onSubmit={() => adding.mutate()}>
        <Field label={texts.expireAfter}>
          <Select value={hours} onValueChange={setHours} options={options} />
        </Field>
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={adding.isPending}>
            {texts.rotate}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
