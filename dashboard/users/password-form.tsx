import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import { useLive } from '../api/live-context.ts'
import { sessionQuery } from '../api/session.ts'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form } from '../ui/form-layout.tsx'
import { PasswordInput } from '../ui/input.tsx'
import { SaveBar } from '../ui/save-bar.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { profileQuery, sessionsQuery } from './queries.ts'
import { texts } from './texts.ts'

const nothing = { currentPassword: '', password: '' }

export function PasswordForm() {
  const { data: user } = useSuspenseQuery(profileQuery)
  const draft = useDraft(nothing)
  const saving = usePasswordChange(draft.reset)
  const { currentPassword, password } = draft.value
  return (
    <Form onSubmit={() => saving.mutate(draft.value)}>
      <FormError error={problemBeside(saving.error, ['password', 'currentPassword'])} />
      <input type="text" autoComplete="username" value={user.email} readOnly hidden />
      <Field label={texts.currentPassword} error={problemWith(saving.error, 'currentPassword')} isRequired>
        <PasswordInput value={currentPassword} onValueChange={draft.setter('currentPassword')} />
      </Field>
      <Field
        label={texts.newPassword}
        hint={texts.passwordHint}
        error={problemWith(saving.error, 'password')}
        isRequired
      >
        <PasswordInput autoComplete="new-password" value={password} onValueChange={draft.setter('password')} />
      </Field>
      <SaveBar
        label={texts.changePassword}
        isChanged={currentPassword !== '' && password !== ''}
        isBusy={saving.isPending}
      />
    </Form>
  )
}

/** The server ends every session and begins a new one here; the live stream must not meet the moment between. */
function usePasswordChange(onChanged: () => void) {
  const queries = useQueryClient()
  const live = useLive()
  return useMutation({
    mutationFn: async (body: typeof nothing) => {
      live.stop()
      try {
        await ok(api.PUT('/api/user/profile', { body }))
        await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      } finally {
        live.start()
      }
    },
    onSuccess: async () => {
      onChanged()
      showToast({ text: texts.passwordChanged, tone: 'success' })
      await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
  })
}
