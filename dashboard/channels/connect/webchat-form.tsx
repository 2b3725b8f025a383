import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { problemBeside, problemWith } from '../../api/field-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Form, FormActions } from '../../ui/form-layout.tsx'
import { Input } from '../../ui/input.tsx'
import { channelsQuery, webchatQuery } from '../queries.ts'
import { texts } from '../texts.ts'
import { texts as chatTexts } from '../webchat/texts.ts'
import type { Made } from './finish-step.tsx'

/** A webchat works as soon as it has a name; how it looks is chosen beside its preview. */
export function WebchatForm({ onMade }: { onMade: (made: Made) => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState<string>(texts.defaultNames.webchat)
  const making = useMutation({
    mutationFn: async () => {
      const { webchat, identitySecret } = await ok(api.POST('/api/webchats', { body: { name } }))
      const channel = await ok(api.GET('/api/channels/{id}', { params: { path: { id: webchat._id } } }))
      queries.setQueryData(webchatQuery(webchat._id).queryKey, webchat)
      return { channel, webchat, identitySecret }
    },
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: channelsQuery.queryKey })
      onMade(made)
    },
  })
  return (
    <Form onSubmit={() => making.mutate()} className="max-w-lg">
      <FormError error={problemBeside(making.error, ['name'])} />
      <Field label={texts.name} hint={chatTexts.nameHint} error={problemWith(making.error, 'name')} isRequired>
        <Input autoFocus value={name} maxLength={200} autoComplete="off" onValueChange={setName} />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" size="large" isBusy={making.isPending} disabled={!name.trim()}>
          {texts.creating}
        </Button>
      </FormActions>
    </Form>
  )
}
