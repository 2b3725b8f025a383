import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import { problemBeside } from '../api/field-problem.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form } from '../ui/form-layout.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Input } from '../ui/input.tsx'
import { moved, ReorderList } from '../ui/reorder-list.tsx'
import { SaveBar } from '../ui/save-bar.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { keyed, withoutKeys } from './keyed.ts'
import { organizationQuery } from './queries.ts'
import { texts } from './texts.ts'

export function DocumentTypesForm({ organization }: { organization: Schema<'Organization'> }) {
  const queries = useQueryClient()
  const draft = useDraft({ types: keyed(organization.documentTypes) })
  const { types } = draft.value
  const change = draft.setter('types')
  const saving = useMutation({
    mutationFn: () =>
      ok(
        api.PUT('/api/organizations/{id}/document-types', {
          params: { path: { id: organization._id } },
          body: { documentTypes: withoutKeys(types) },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: organizationQuery.queryKey })
      draft.reset()
      showToast({ text: texts.saved, tone: 'success' })
    },
  })
  const set = (key: string, to: { name?: string; isRequired?: boolean }) =>
    change(types.map((each) => (each.key === key ? { ...each, ...to } : each)))
  return (
    <Form onSubmit={() => saving.mutate()}>
      <FormError error={problemBeside(saving.error, [])} />
      <ReorderList
        label={texts.documentTypes}
        items={types}
        keyOf={({ key }) => key}
        nameOf={({ name }) => name}
        onMove={(from, to) => change(moved(types, from, to))}
        className="gap-2"
      >
        {({ key, name, isRequired }, handle) => (
          <div className="flex items-center gap-2">
            {handle}
            <Input aria-label={texts.name} value={name} onValueChange={(to) => set(key, { name: to })} />
            <div className="shrink-0">
              <Checkbox
                label={texts.isRequired}
                isChecked={isRequired}
                onCheckedChange={(to) => set(key, { isRequired: to })}
              />
            </div>
            <IconButton label={texts.remove(name)} onClick={() => change(types.filter((each) => each.key !== key))}>
              <X className="size-4" />
            </IconButton>
          </div>
        )}
      </ReorderList>
      <Button
        className="self-start"
        icon={<Plus className="size-4" />}
        onClick={() => change([...types, ...keyed([{ name: '', isRequired: false }], crypto.randomUUID())])}
      >
        {texts.addDocumentType}
      </Button>
      <SaveBar isChanged={draft.isChanged} isBusy={saving.isPending} onReset={draft.reset} />
    </Form>
  )
}
