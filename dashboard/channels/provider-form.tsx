import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside } from '../api/field-problem.ts'
import { FormError } from '../ui/form-error.tsx'
import { Form } from '../ui/form-layout.tsx'
import { configurationOf, draftOf, isComplete } from './configuration-draft.ts'
import { ConfigurationFields } from './configuration-fields.tsx'
import { CredentialsDialog } from './credentials-dialog.tsx'
import type { ProviderField } from './providers.ts'
import type { Channel } from './queries.ts'
import { SaveActions } from './save-actions.tsx'
import { texts } from './texts.ts'
import { useAction } from './use-action.ts'

/** Where the credentials are sent to. */
const addresses = ['apiBaseUrl', 'sendUrl']

export function ProviderForm({ channel, fields }: { channel: Channel; fields: ProviderField[] }) {
  const { _id: id } = channel
  const present = draftOf(fields, channel.settings)
  const [draft, setDraft] = useState(present)
  const [isAsking, setIsAsking] = useState(false)
  const saving = useAction(
    () => {
      const body = { settings: configurationOf(fields, draft) }
      return ok(api.PUT('/api/channels/{id}', { params: { path: { id } }, body }))
    },
    () => texts.saved,
  )
  const isChanged = fields.some(({ name }) => draft[name] !== present[name])
  const isElsewhere = addresses.some((name) => draft[name] !== present[name])
  const named = fields.map(({ name }) => `settings.${name}`)
  return (
    <>
      <Form onSubmit={() => (isElsewhere ? setIsAsking(true) : saving.mutate(undefined))}>
        <FormError error={problemBeside(saving.error, named)} />
        <ConfigurationFields part="settings" fields={fields} draft={draft} onDraft={setDraft} error={saving.error} />
        <SaveActions
          isChanged={isChanged && isComplete(fields, draft)}
          isBusy={saving.isPending}
          onDiscard={() => setDraft(present)}
        />
      </Form>
      {isAsking && (
        <CredentialsDialog
          channel={channel}
          settings={configurationOf(fields, draft)}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  )
}
