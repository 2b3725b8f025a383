import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { ListTree, Plus } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import { isCode } from '../api/errors.ts'
import { useSession } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/confirm.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form } from '../ui/form-layout.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { moved, ReorderList } from '../ui/reorder-list.tsx'
import { SaveBar } from '../ui/save-bar.tsx'
import { EmptyState } from '../ui/state.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { sectionsQuery } from './queries.ts'
import { sectionBody, sectionDrafts } from './section-drafts.ts'
import type { SectionDraft } from './section-drafts.ts'
import { SectionEditor } from './section-editor.tsx'
import { texts } from './texts.ts'

export function FieldsPage() {
  const { organization } = useSession()
  const { data } = useSuspenseQuery(sectionsQuery(organization._id))
  const draft = useDraft({ sections: sectionDrafts(data) })
  const { sections } = draft.value
  const change = draft.setter('sections')
  const saving = useSectionsSaving(organization._id, draft.reset)
  const add = () => change([...sections, { key: crypto.randomUUID(), name: '', isHidden: false, fields: [] }])
  const addButton = (
    <Button icon={<Plus className="size-4" />} onClick={add}>
      {texts.addSection}
    </Button>
  )
  const replace = (next: SectionDraft) => change(sections.map((each) => (each.key === next.key ? next : each)))
  const taken = new Set(sections.flatMap(({ fields }) => fields.map(({ property }) => property)))
  return (
    <>
      <PageHeader title={texts.fields} description={texts.fieldsAbout} actions={sections.length > 0 && addButton} />
      {sections.length === 0 && !draft.isChanged && (
        <EmptyState icon={<ListTree />} title={texts.noSections} text={texts.noSectionsText} action={addButton} />
      )}
      <ReorderList
        label={texts.fields}
        items={sections}
        keyOf={({ key }) => key}
        nameOf={({ name }) => name}
        onMove={(from, to) => change(moved(sections, from, to))}
        className="gap-4"
      >
        {(section, handle) => (
          <SectionEditor
            section={section}
            handle={handle}
            taken={taken}
            onChange={replace}
            onRemove={() => change(sections.filter(({ key }) => key !== section.key))}
          />
        )}
      </ReorderList>
      {/* Around the fields' own dialogs it would hear their forms as well. */}
      <Form className="pt-4" onSubmit={() => saving.mutate({ sections })}>
        <FormError error={isCode(saving.error, 'field_has_data') ? undefined : saving.error?.message} />
        {(sections.length > 0 || draft.isChanged) && (
          <SaveBar isChanged={draft.isChanged} isBusy={saving.isPending} onReset={draft.reset} />
        )}
      </Form>
    </>
  )
}

/** Where contacts would lose data, it is asked about first. */
function useSectionsSaving(id: string, onSaved: () => void) {
  const queries = useQueryClient()
  const saving = useMutation({
    mutationFn: ({ sections, isForced = false }: { sections: SectionDraft[]; isForced?: boolean }) =>
      ok(
        api.PUT('/api/organizations/sections/{id}', {
          params: { path: { id } },
          body: { sections: sectionBody(sections), isForced },
        }),
      ),
    onSuccess: (answer) => {
      queries.setQueryData(sectionsQuery(id).queryKey, answer.sections)
      onSaved()
      showToast({ text: texts.saved, tone: 'success' })
    },
    onError: async (error, { sections }) => {
      if (!isCode(error, 'field_has_data')) return
      const text = error.message.split(' Send isForced')[0]!
      const question = { title: texts.loseTitle, text, confirmLabel: texts.loseConfirm, isDanger: true }
      if (await askToConfirm(question)) saving.mutate({ sections, isForced: true })
    },
  })
  return saving
}
