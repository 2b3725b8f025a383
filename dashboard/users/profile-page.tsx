import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import { sessionQuery } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormRow, FormSection } from '../ui/form-layout.tsx'
import { Input, PasswordInput } from '../ui/input.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SaveBar } from '../ui/save-bar.tsx'
import { Switch } from '../ui/switch.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { availabilityQuery, profileQuery } from './queries.ts'
import { texts } from './texts.ts'

type User = Schema<'User'>

export function ProfilePage() {
  const { data: user } = useSuspenseQuery(profileQuery)
  return (
    <>
      <PageHeader title={texts.profile} />
      <div>
        <FormSection title={texts.aboutYou} description={texts.aboutYouHint}>
          <AboutForm user={user} />
        </FormSection>
        <FormSection title={texts.yourEmail} description={texts.yourEmailHint}>
          <EmailForm user={user} />
        </FormSection>
        <FormSection title={texts.availability} description={texts.availabilityHint}>
          <Availability />
        </FormSection>
      </div>
    </>
  )
}

function useProfileSaving(onSaved: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Record<string, string | null>) => ok(api.PUT('/api/user/profile', { body })),
    onSuccess: async ({ user }) => {
      queries.setQueryData(profileQuery.queryKey, user)
      onSaved()
      showToast({ text: texts.saved, tone: 'success' })
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
      await queries.invalidateQueries({ queryKey: ['users'] })
    },
  })
}

function AboutForm({ user }: { user: User }) {
  const draft = useDraft({
    fullName: user.fullName,
    phoneNumber: user.phoneNumber ?? '',
    designation: user.designation ?? '',
  })
  const saving = useProfileSaving(draft.reset)
  const { fullName, phoneNumber, designation } = draft.value
  const save = () => saving.mutate({ fullName, phoneNumber: phoneNumber || null, designation: designation || null })
  return (
    <Form onSubmit={save}>
      <FormError error={problemBeside(saving.error, ['fullName', 'phoneNumber', 'designation'])} />
      <Field label={texts.name} error={problemWith(saving.error, 'fullName')} isRequired>
        <Input autoComplete="name" value={fullName} onValueChange={draft.setter('fullName')} />
      </Field>
      <FormRow>
        <Field label={texts.phone} error={problemWith(saving.error, 'phoneNumber')} isOptional>
          <Input type="tel" autoComplete="tel" value={phoneNumber} onValueChange={draft.setter('phoneNumber')} />
        </Field>
        <Field label={texts.designation} error={problemWith(saving.error, 'designation')} isOptional>
          <Input autoComplete="organization-title" value={designation} onValueChange={draft.setter('designation')} />
        </Field>
      </FormRow>
      <SaveBar isChanged={draft.isChanged} isBusy={saving.isPending} onReset={draft.reset} />
    </Form>
  )
}

function EmailForm({ user }: { user: User }) {
  const draft = useDraft({ email: user.email, currentPassword: '' })
  const saving = useProfileSaving(draft.reset)
  const isOther = draft.changes.email !== undefined
  return (
    <Form onSubmit={() => saving.mutate(draft.value)}>
      <FormError error={problemBeside(saving.error, ['email', 'currentPassword'])} />
      <Field label={texts.email} error={problemWith(saving.error, 'email')} isRequired>
        <Input type="email" autoComplete="username" value={draft.value.email} onValueChange={draft.setter('email')} />
      </Field>
      {isOther && (
        <Field label={texts.currentPassword} error={problemWith(saving.error, 'currentPassword')} isRequired>
          <PasswordInput value={draft.value.currentPassword} onValueChange={draft.setter('currentPassword')} />
        </Field>
      )}
      <SaveBar isChanged={isOther} isBusy={saving.isPending} onReset={draft.reset} />
    </Form>
  )
}

function Availability() {
  const queries = useQueryClient()
  const { data } = useSuspenseQuery(availabilityQuery)
  const switching = useMutation({
    mutationFn: (isAvailable: boolean) => ok(api.PUT('/api/user/chat-availability', { body: { isAvailable } })),
    onSuccess: (answer) => queries.setQueryData(availabilityQuery.queryKey, answer.data),
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
  const isOn = switching.isPending ? switching.variables : data.isAvailable
  return <Switch isOn={isOn} onSwitch={(next) => switching.mutate(next)} label={texts.available} />
}
