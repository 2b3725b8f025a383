import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemWith } from '../api/field-problem.ts'
import { Combobox } from '../ui/combobox.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import type { Channel } from './queries.ts'
import { usersQuery } from './queries.ts'
import { SaveActions } from './save-actions.tsx'
import { texts } from './texts.ts'
import { useAction } from './use-action.ts'

/** Its name and its owner; whoever has the channel has the contacts that begin on it. */
export function ConnectionForm({ channel, hasName = true }: { channel: Channel; hasName?: boolean }) {
  const { _id: id } = channel
  const [name, setName] = useState(channel.name)
  const [userId, setUserId] = useState(channel.userId)
  const { data: users = [] } = useQuery(usersQuery)
  const saving = useAction(
    () =>
      ok(api.PUT('/api/channels/{id}', { params: { path: { id } }, body: hasName ? { name, userId } : { userId } })),
    () => texts.saved,
  )
  const isChanged = (hasName && name !== channel.name) || userId !== channel.userId
  return (
    <Form onSubmit={() => saving.mutate(undefined)}>
      {hasName && (
        <Field label={texts.name} hint={texts.nameHint} error={problemWith(saving.error, 'name')}>
          <Input value={name} maxLength={200} autoComplete="off" onValueChange={setName} />
        </Field>
      )}
      <Field label={texts.owner} hint={texts.ownerHint}>
        <Combobox
          label={texts.owner}
          placeholder={texts.searchColleagues}
          value={userId}
          onValueChange={(next) => next && setUserId(next)}
          options={users.map(({ _id, fullName, email }) => ({ value: _id, label: fullName, hint: email }))}
        />
      </Field>
      <SaveActions
        isChanged={isChanged && name.trim() !== ''}
        isBusy={saving.isPending}
        onDiscard={() => (setName(channel.name), setUserId(channel.userId))}
      />
    </Form>
  )
}
