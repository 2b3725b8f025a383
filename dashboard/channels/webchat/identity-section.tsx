import { useMutation } from '@tanstack/react-query'

import { api, ok } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { askToConfirm } from '../../ui/confirm.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { FormSection } from '../../ui/form-layout.tsx'
import { Switch } from '../../ui/switch.tsx'
import { showToast } from '../../ui/toasts.ts'
import type { Webchat } from '../queries.ts'
import { texts as channelTexts } from '../texts.ts'
import { useAction } from '../use-action.ts'
import { pageExample, serverExample } from './signing-example.ts'
import { texts } from './texts.ts'

/** Whether the site vouches for its visitors, and the secret with which it does. */
export function IdentitySection({ webchat }: { webchat: Webchat }) {
  const { _id: id, settings } = webchat
  const path = { path: { id } }
  const saving = useAction(
    (isRequired: boolean) =>
      ok(api.PUT('/api/webchats/{id}', { params: path, body: { identity: { isRequired } } as never })),
    () => channelTexts.saved,
  )
  const rotating = useMutation({
    mutationFn: () => ok(api.POST('/api/webchats/{id}/identity-secret', { params: path })),
    gcTime: 0,
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
  const rotate = async () => {
    const question = { title: texts.rotateTitle, text: texts.rotateText, confirmLabel: texts.rotate }
    if (await askToConfirm(question)) rotating.mutate()
  }
  const secret = rotating.data?.identitySecret
  return (
    <FormSection title={texts.identity} description={texts.identityAbout}>
      <Switch
        label={texts.identityRequired}
        isOn={saving.isPending ? saving.variables : settings.identity.isRequired}
        onSwitch={(isRequired) => saving.mutate(isRequired)}
      />
      {secret ? (
        <CopyField label={texts.newSecret} value={secret} hint={texts.newSecretHint} />
      ) : (
        <div className="flex items-center gap-3 rounded-md border px-3 py-2">
          <p className="min-w-0 flex-1">
            <span aria-hidden className="me-2 tracking-widest text-faint">
              ••••••••
            </span>
            {texts.secretKept}
          </p>
          <Button size="small" isBusy={rotating.isPending} onClick={() => void rotate()}>
            {texts.rotate}
          </Button>
        </div>
      )}
      <Disclosure title={texts.how}>
        <div className="flex flex-col gap-3">
          <CopyField label={texts.howServer} value={serverExample} isLong />
          <CopyField label={texts.howPage} value={pageExample} isLong />
        </div>
      </Disclosure>
    </FormSection>
  )
}
