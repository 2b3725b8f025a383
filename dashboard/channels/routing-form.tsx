import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { MultiCombobox } from '../ui/multi-combobox.tsx'
import { RadioGroup } from '../ui/radio-group.tsx'
import { Select } from '../ui/select.tsx'
import { departmentsQuery, routingQuery, usersQuery } from './queries.ts'
import type { Routing } from './queries.ts'
import { SaveActions } from './save-actions.tsx'
import { texts } from './texts.ts'
import { useAction } from './use-action.ts'

const modes = Object.entries(texts.modes).map(([value, words]) => ({ value: value as Routing['mode'], ...words }))

/** To whom a channel gives what begins on it. */
export function RoutingForm({ channelId: id }: { channelId: string }) {
  const queries = useQueryClient()
  const { data: present } = useSuspenseQuery(routingQuery(id))
  const [draft, setDraft] = useState(present)
  const saving = useAction(
    async () => {
      const saved = await ok(api.PUT('/api/channels/{id}/routing', { params: { path: { id } }, body: draft }))
      queries.setQueryData(routingQuery(id).queryKey, saved)
    },
    () => texts.saved,
  )
  const isChanged = JSON.stringify(draft) !== JSON.stringify(present)
  return (
    <Form onSubmit={() => saving.mutate(undefined)}>
      <FormError error={problemBeside(saving.error, ['capacity'])} />
      <RadioGroup
        label={texts.routing}
        value={draft.mode}
        onValueChange={(mode) => setDraft({ ...draft, mode })}
        options={modes}
      />
      {draft.mode === 'round_robin' && <Turns draft={draft} onDraft={setDraft} error={saving.error} />}
      <SaveActions isChanged={isChanged} isBusy={saving.isPending} onDiscard={() => setDraft(present)} />
    </Form>
  )
}

function Turns({ draft, onDraft, error }: { draft: Routing; onDraft: (draft: Routing) => void; error: unknown }) {
  const { data: users = [] } = useQuery(usersQuery)
  const { data: departments = [] } = useQuery(departmentsQuery)
  const set = (change: Partial<Routing>) => onDraft({ ...draft, ...change })
  return (
    <div className="flex flex-col gap-4 border-s-2 ps-4">
      <Field label={texts.participants}>
        <MultiCombobox
          label={texts.participants}
          placeholder={draft.departmentId ? texts.searchColleagues : texts.everybody}
          values={draft.userIds}
          onValuesChange={(userIds) => set({ userIds })}
          options={users.map(({ _id, fullName, email }) => ({ value: _id, label: fullName, hint: email }))}
        />
      </Field>
      {departments.length > 0 && (
        <Field label={texts.department}>
          <Select
            value={draft.departmentId ?? ''}
            onValueChange={(departmentId) => set({ departmentId: departmentId || null })}
            options={[
              { value: '', label: texts.noDepartment },
              ...departments.map(({ _id, name }) => ({ value: _id, label: name })),
            ]}
          />
        </Field>
      )}
      <Field label={texts.capacity} hint={texts.capacityHint} error={problemWith(error, 'capacity')}>
        <Input
          type="number"
          min={1}
          max={10_000}
          className="max-w-28"
          value={draft.capacity}
          onValueChange={(capacity) => set({ capacity: Number(capacity) })}
        />
      </Field>
      <Checkbox
        label={texts.inHours}
        hint={texts.inHoursHint}
        isChecked={draft.isInBusinessHours}
        onCheckedChange={(isInBusinessHours) => set({ isInBusinessHours })}
      />
    </div>
  )
}
