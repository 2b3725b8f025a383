import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import { sessionQuery } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormSection } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SaveBar } from '../ui/save-bar.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { PlaceFields } from './place-fields.tsx'
import { organizationQuery } from './queries.ts'
import { texts } from './texts.ts'

type Organization = Schema<'Organization'>

export function OrganizationPage() {
  const { data: organization } = useSuspenseQuery(organizationQuery)
  return (
    <>
      <PageHeader title={texts.organization} />
      <div>
        <FormSection title={texts.identity} description={texts.identityHint}>
          <IdentityForm organization={organization} />
        </FormSection>
        <FormSection title={texts.whereabouts} description={texts.whereaboutsHint}>
          <WhereaboutsForm organization={organization} />
        </FormSection>
      </div>
    </>
  )
}

function useSaving(onSaved: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Record<string, string | null>) => ok(api.PUT('/api/organizations/user', { body })),
    onSuccess: async ({ organization }) => {
      queries.setQueryData(organizationQuery.queryKey, organization)
      onSaved()
      showToast({ text: texts.saved, tone: 'success' })
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
  })
}

function IdentityForm({ organization }: { organization: Organization }) {
  const draft = useDraft({
    name: organization.name,
    phoneNumber: organization.phoneNumber ?? '',
    address: organization.address ?? '',
  })
  const saving = useSaving(draft.reset)
  const { name, phoneNumber, address } = draft.value
  return (
    <Form onSubmit={() => saving.mutate({ name, phoneNumber: phoneNumber || null, address: address || null })}>
      <FormError error={problemBeside(saving.error, ['name', 'phoneNumber', 'address'])} />
      <Field label={texts.name} error={problemWith(saving.error, 'name')} isRequired>
        <Input autoComplete="organization" value={name} onValueChange={draft.setter('name')} />
      </Field>
      <Field label={texts.phone} error={problemWith(saving.error, 'phoneNumber')} isOptional>
        <Input type="tel" value={phoneNumber} onValueChange={draft.setter('phoneNumber')} />
      </Field>
      <Field label={texts.address} error={problemWith(saving.error, 'address')} isOptional>
        <TextArea value={address} onValueChange={draft.setter('address')} />
      </Field>
      <SaveBar isChanged={draft.isChanged} isBusy={saving.isPending} onReset={draft.reset} />
    </Form>
  )
}

function WhereaboutsForm({ organization }: { organization: Organization }) {
  const draft = useDraft({ country: organization.country, timezone: organization.timezone })
  const saving = useSaving(draft.reset)
  return (
    <Form onSubmit={() => saving.mutate(draft.value)}>
      <FormError error={problemBeside(saving.error, ['country', 'timezone'])} />
      <PlaceFields {...draft.value} onChange={draft.set} error={saving.error} />
      <SaveBar isChanged={draft.isChanged} isBusy={saving.isPending} onReset={draft.reset} />
    </Form>
  )
}
