import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { FormRow } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import type { Actions } from './actions.ts'
import { texts } from './texts.ts'

interface ActionsFieldsProps {
  value: Actions
  onChange: (value: Actions) => void
  error: string | undefined
}

/** What is done in the conversation besides, when somebody sends such a reply. */
export function ActionsFields({ value, onChange, error }: ActionsFieldsProps) {
  const { data: users = [] } = useQuery({ queryKey: ['users', 'list'], queryFn: () => ok(api.GET('/api/user/list')) })
  const [tags, setTags] = useState(value.tags.join(', '))
  const write = (text: string) => {
    setTags(text)
    onChange({ ...value, tags: tagsIn(text) })
  }
  const people = users.map(({ _id, fullName }) => ({ value: _id, label: fullName }))
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">{texts.actions}</legend>
      <FormRow>
        <Field label={texts.actionTags} hint={texts.actionTagsHint} error={error} isOptional>
          <Input value={tags} onValueChange={write} />
        </Field>
        <Field label={texts.actionAssign} isOptional>
          <Select
            value={value.assignTo ?? 'nobody'}
            onValueChange={(to) => onChange({ ...value, assignTo: to === 'nobody' ? null : to })}
            options={[
              { value: 'nobody', label: texts.assignNobody },
              { value: 'me', label: texts.assignSender },
              ...people,
            ]}
          />
        </Field>
      </FormRow>
      <Checkbox
        label={texts.actionResolve}
        isChecked={value.isResolving}
        onCheckedChange={(isResolving) => onChange({ ...value, isResolving })}
      />
    </fieldset>
  )
}

function tagsIn(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().toLowerCase())
  return [...new Set(tags.filter(Boolean))]
}
