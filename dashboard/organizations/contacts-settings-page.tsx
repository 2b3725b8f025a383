import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import type { Schema } from '../api/shapes.ts'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormSection } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SaveBar } from '../ui/save-bar.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { DocumentTypesForm } from './document-types-form.tsx'
import { organizationQuery } from './queries.ts'
import { texts } from './texts.ts'

export function ContactsSettingsPage() {
  const { data: organization } = useSuspenseQuery(organizationQuery)
  return (
    <>
      <PageHeader title={texts.contacts} />
      <div>
        <FormSection title={texts.documentTypes} description={texts.documentTypesHint}>
          <DocumentTypesForm organization={organization} />
        </FormSection>
        <FormSection title={texts.protection} description={texts.protectionHint}>
          <ProtectionForm organization={organization} />
        </FormSection>
      </div>
    </>
  )
}

function ProtectionForm({ organization }: { organization: Schema<'Organization'> }) {
  const queries = useQueryClient()
  const { _id: id } = organization
  const draft = useDraft({ hours: String(organization.contactProtectionPeriod) })
  const saving = useMutation({
    mutationFn: () =>
      ok(
        api.PUT('/api/organizations/{id}/contact-protection-settings', {
          params: { path: { id } },
          body: { contactProtectionPeriod: Number(draft.value.hours) },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: organizationQuery.queryKey })
      draft.reset()
      showToast({ text: texts.saved, tone: 'success' })
    },
  })
  return (
    <Form onSubmit={() => saving.mutate()}>
      <FormError error={problemBeside(saving.error, ['contactProtectionPeriod'])} />
      <Field
        label={texts.protectionHours}
        hint={texts.protectionNone}
        error={problemWith(saving.error, 'contactProtectionPeriod')}
      >
        <Input
          type="number"
          inputMode="numeric"
          min={0}
          max={720}
          className="w-28!"
          value={draft.value.hours}
          onValueChange={draft.setter('hours')}
        />
      </Field>
      <SaveBar isChanged={draft.isChanged} isBusy={saving.isPending} onReset={draft.reset} />
    </Form>
  )
}
