import { useQuery } from '@tanstack/react-query'

import { Combobox } from '../ui/combobox.tsx'
import { Field } from '../ui/field.tsx'
import { FormSection } from '../ui/form-layout.tsx'
import { MultiCombobox } from '../ui/multi-combobox.tsx'
import { RadioGroup } from '../ui/radio-group.tsx'
import type { ImportOptions } from './imports.ts'
import { colleaguesQuery, stagesQuery, tagsQuery } from './settings.ts'
import { texts } from './texts.ts'

interface OptionsFormProps {
  draft: ImportOptions
  onChange: (values: Partial<ImportOptions>) => void
  mayChooseOwner: boolean
}

const choices = (['skip', 'update', 'fill'] as const).map((value) => {
  const [label, hint] = texts.choices[value]
  return { value, label, hint }
})

/** How rows meet the contacts that there are, and what new ones get. */
export function OptionsForm({ draft, onChange, mayChooseOwner }: OptionsFormProps) {
  return (
    <div className="mt-8">
      <FormSection title={texts.duplicates}>
        <RadioGroup
          label={texts.duplicates}
          value={draft.duplicates}
          options={choices}
          onValueChange={(duplicates) => onChange({ duplicates })}
        />
      </FormSection>
      <FormSection title={texts.forNew} description={texts.forNewHint}>
        {mayChooseOwner && <OwnerField value={draft.userId} onChange={(userId) => onChange({ userId })} />}
        <StatusField value={draft.contactStatus} onChange={(contactStatus) => onChange({ contactStatus })} />
        <TagsField values={draft.contactTags} onChange={(contactTags) => onChange({ contactTags })} />
      </FormSection>
    </div>
  )
}

function OwnerField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { data = [], isPending } = useQuery(colleaguesQuery)
  const options = data.map(({ _id, fullName, email }) => ({ value: _id, label: fullName, hint: email }))
  return (
    <Field label={texts.owner} hint={texts.ownerHint}>
      <Combobox
        label={texts.owner}
        value={isPending ? undefined : value}
        options={options}
        isLoading={isPending}
        onValueChange={(id) => id !== undefined && onChange(id)}
      />
    </Field>
  )
}

function StatusField({ value, onChange }: { value: string | null; onChange: (status: string | null) => void }) {
  const { data = [] } = useQuery(stagesQuery)
  const names = value !== null && !data.includes(value) ? [value, ...data] : data
  return (
    <Field label={texts.status}>
      <Combobox
        label={texts.status}
        canClear
        placeholder={texts.firstStage}
        value={value ?? undefined}
        options={names.map((name) => ({ value: name, label: name }))}
        onValueChange={(status) => onChange(status ?? null)}
        onCreate={(name) => onChange(name.slice(0, 100))}
      />
    </Field>
  )
}

function TagsField({ values, onChange }: { values: string[]; onChange: (tags: string[]) => void }) {
  const { data = [] } = useQuery(tagsQuery)
  const names = [...new Set([...data, ...values])]
  const add = (name: string) => onChange([...new Set([...values, name.toLowerCase().slice(0, 50)])])
  return (
    <Field label={texts.tags} hint={texts.tagsHint}>
      <MultiCombobox
        label={texts.tags}
        placeholder={texts.noTags}
        values={values}
        options={names.map((tag) => ({ value: tag, label: tag }))}
        onValuesChange={(tags) => onChange(tags.slice(0, 50))}
        onCreate={add}
      />
    </Field>
  )
}
