import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { Input, PasswordInput } from '../ui/input.tsx'
import { useDraft } from '../ui/use-draft.ts'
import { twoFactorQuery } from './queries.ts'
import { texts } from './texts.ts'

const nothing = { password: '', code: '' }

export function TwoFactorEnding({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const draft = useDraft(nothing)
  const ending = useMutation({
    mutationFn: (body: typeof nothing) => ok(api.DELETE('/api/user/two-factor', { body })),
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: twoFactorQuery.queryKey })
    },
  })
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={texts.switchOffTitle} size="small">
      <Form onSubmit={() => ending.mutate(draft.value)}>
        <FormError error={problemBeside(ending.error, ['password', 'code'])} />
        <Field label={texts.currentPassword} error={problemWith(ending.error, 'password')} isRequired>
          <PasswordInput autoFocus value={draft.value.password} onValueChange={draft.setter('password')} />
        </Field>
        <Field label={texts.codeOrRecovery} error={problemWith(ending.error, 'code')} isRequired>
          <Input autoComplete="one-time-code" value={draft.value.code} onValueChange={draft.setter('code')} />
        </Field>
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="danger" isBusy={ending.isPending} disabled={!draft.value.code.trim()}>
            {texts.switchOff}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
