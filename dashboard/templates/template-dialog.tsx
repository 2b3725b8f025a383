import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import { useMay } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions, FormRow } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { actionsToSave, noActions } from './actions.ts'
import type { Actions } from './actions.ts'
import { ActionsFields } from './actions-fields.tsx'
import { categoriesQuery, templatesQuery } from './queries.ts'
import { TemplateText } from './template-text.tsx'
import { texts } from './texts.ts'

type Template = Schema<'Template'>

const fields = ['name', 'shortcut', 'template', 'category', 'isShared', 'actions.tags']

export function TemplateDialog({ template, onClose }: { template: Template | undefined; onClose: () => void }) {
  const may = useMay()
  const draft = useDraft({
    name: template?.name ?? '',
    shortcut: template?.shortcut ?? '',
    template: template?.template ?? '',
    category: template?.category ?? 'other',
    isShared: template?.isShared ?? false,
    actions: template?.actions ?? noActions,
  })
  const { value, setter } = draft
  const saving = useTemplateSaving(template, onClose)
  const { error } = saving
  return (
    <Dialog
      isOpen
      size="large"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={template ? texts.editTitle(template.name) : texts.add}
    >
      <Form onSubmit={() => saving.mutate(toBody(value))}>
        <FormError error={problemBeside(error, fields)} />
        <FormRow>
          <Field label={texts.name} error={problemWith(error, 'name')} isRequired>
            <Input autoFocus value={value.name} onValueChange={setter('name')} />
          </Field>
          <Field label={texts.shortcut} hint={texts.shortcutHint} error={problemWith(error, 'shortcut')} isOptional>
            <Input
              spellCheck={false}
              autoCapitalize="off"
              icon="/"
              value={value.shortcut}
              onValueChange={(to) => draft.set('shortcut', to.replace(/^\//u, '').toLowerCase())}
            />
          </Field>
        </FormRow>
        <TemplateText value={value.template} onChange={setter('template')} error={problemWith(error, 'template')} />
        <CategoryField value={value.category} onChange={setter('category')} error={problemWith(error, 'category')} />
        <ActionsFields value={value.actions} onChange={setter('actions')} error={problemWith(error, 'actions.tags')} />
        {may('postUserTemplateCategories') && (
          <Checkbox label={texts.isShared} isChecked={value.isShared} onCheckedChange={setter('isShared')} />
        )}
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button
            type="submit"
            variant="primary"
            isBusy={saving.isPending}
            disabled={!draft.isChanged || !value.name.trim() || !value.template.trim()}
          >
            {texts.save}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

interface CategoryFieldProps {
  value: string
  onChange: (slug: string) => void
  error: string | undefined
}

function CategoryField({ value, onChange, error }: CategoryFieldProps) {
  const { data: categories } = useSuspenseQuery(categoriesQuery)
  return (
    <Field label={texts.category} error={error}>
      <Select
        value={value}
        onValueChange={onChange}
        options={[
          ...categories.map(({ slug, name }) => ({ value: slug, label: name })),
          { value: 'other', label: texts.other },
        ]}
      />
    </Field>
  )
}

interface TemplateBody {
  name: string
  shortcut: string | null
  template: string
  category: string
  isShared: boolean
  actions: Actions | null
}

function toBody({ shortcut, actions, ...rest }: Omit<TemplateBody, 'actions'> & { actions: Actions }): TemplateBody {
  return { ...rest, shortcut: shortcut || null, actions: actionsToSave(actions) }
}

function useTemplateSaving(template: Template | undefined, onSaved: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: TemplateBody) =>
      template
        ? ok(api.PUT('/api/user/sms-templates/{id}', { params: { path: { id: template._id } }, body }))
        : ok(api.POST('/api/user/sms-templates', { body })),
    onSuccess: async () => {
      onSaved()
      showToast({ text: texts.saved, tone: 'success' })
      await queries.invalidateQueries({ queryKey: templatesQuery.queryKey })
    },
  })
}
