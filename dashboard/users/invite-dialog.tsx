import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { PasswordInput } from '../ui/input.tsx'
import { RadioGroup } from '../ui/radio-group.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { LinkDialog } from './link-dialog.tsx'
import { departmentsQuery, usersQuery } from './queries.ts'
import { texts } from './texts.ts'
import { linkOf, useResetLink } from './use-user-actions.ts'
import { UserFields, userBody, userFields } from './user-fields.tsx'
import type { UserDraft } from './user-fields.tsx'

const nobody: UserDraft = {
  fullName: '',
  email: '',
  accessRole: 'SALES_REP',
  departmentId: '',
  phoneNumber: '',
  designation: '',
}

/** Adds a colleague, who signs in by a link to be handed on, or with a password that the admin says. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const draft = useDraft(nobody)
  const [way, setWay] = useState<'link' | 'password'>('link')
  const [password, setPassword] = useState('')
  const { fullName } = draft.value
  const offering = useResetLink(fullName)
  const inviting = useInviting()
  const link = linkOf(offering.data)
  const invite = async () => {
    const first = way === 'link' ? randomPassword() : password
    const { user } = await inviting.mutateAsync({ ...draft.value, password: first })
    if (way === 'password') showToast({ text: texts.invited(fullName), tone: 'success' })
    const answer = way === 'link' ? await offering.mutateAsync(user.id) : undefined
    if (!linkOf(answer)) onClose()
  }
  if (link) return <LinkDialog name={fullName} link={link} onClose={onClose} />
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={texts.invite} description={texts.inviteAbout}>
      <Form onSubmit={() => void invite().catch(() => undefined)}>
        <FormError error={problemBeside(inviting.error, [...userFields, 'password'])} />
        <UserFields draft={draft} error={inviting.error} />
        <Field label={texts.firstPassword} isGroup>
          <RadioGroup
            value={way}
            onValueChange={setWay}
            options={[
              { value: 'link', label: texts.byLink },
              { value: 'password', label: texts.byPassword },
            ]}
          />
        </Field>
        {way === 'password' && (
          <Field
            label={texts.newPassword}
            hint={texts.passwordHint}
            error={problemWith(inviting.error, 'password')}
            isRequired
          >
            <PasswordInput autoComplete="new-password" value={password} onValueChange={setPassword} />
          </Field>
        )}
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={inviting.isPending || offering.isPending}>
            {texts.inviteSubmit}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

function useInviting() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ password, ...user }: UserDraft & { password: string }) =>
      ok(api.POST('/api/auth/register', { body: { ...userBody(user), email: user.email, password } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: usersQuery.queryKey })
      await queries.invalidateQueries({ queryKey: departmentsQuery.queryKey })
    },
  })
}

/** Known to nobody: the link replaces it. */
function randomPassword(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
