import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { fictionalNumber, someDigits } from '../../ui/fictional-number.ts'
import { configurationOf, draftOf, isComplete } from '../configuration-draft.ts'
import type { Draft } from '../configuration-draft.ts'
import { credentialFields, settingFields } from '../providers.ts'
import type { Kind, Provider, ProviderField } from '../providers.ts'
import { channelsQuery } from '../queries.ts'
import type { Channel } from '../queries.ts'
import { texts } from '../texts.ts'
import type { Made } from './finish-step.tsx'

export type ProvidedKind = Exclude<Kind, 'webchat'>

const ways: Record<ProvidedKind, { type: Channel['type']; provider: Provider; propose?: (taken: string[]) => string }> =
  {
    twilio: { type: 'sms', provider: 'twilio' },
    kannel: { type: 'sms', provider: 'kannel' },
    messenger: { type: 'facebook', provider: 'messenger' },
    simulatedNumber: { type: 'sms', provider: 'simulator', propose: fictionalNumber },
    simulatedPage: { type: 'facebook', provider: 'simulator', propose: () => someDigits('1', 15) },
  }

/** A channel that is being filled in, and its making. */
export function useConnecting(kind: ProvidedKind, onMade: (made: Made) => void) {
  const queries = useQueryClient()
  const { type, provider, propose: proposed } = ways[kind]
  const { data: channels } = useSuspenseQuery(channelsQuery)
  const propose = proposed && (() => proposed(channels.map(({ identifier: taken }) => taken)))
  const fields = { credentials: credentialFields[provider], settings: settingFields[provider] }
  const [name, setName] = useState<string>(texts.defaultNames[kind])
  const [identifier, setIdentifier] = useState(() => propose?.() ?? '')
  const [credentials, setCredentials] = useState(() => draftOf(fields.credentials))
  const [settings, setSettings] = useState(() => draftOf(fields.settings))
  const making = useMutation({
    mutationFn: () => {
      const configuration = {
        credentials: configurationOf(fields.credentials, credentials),
        settings: configurationOf(fields.settings, settings),
      }
      return ok(api.POST('/api/channels', { body: { type, provider, name, identifier, ...configuration } }))
    },
    onSuccess: (channel) => {
      void queries.invalidateQueries({ queryKey: channelsQuery.queryKey })
      const secret = credentials['verifyToken'] ?? credentials['webhookPassword']
      onMade({ channel, ...(typeof secret === 'string' ? { secret } : {}) })
    },
  })
  const isReady =
    Boolean(name.trim() && identifier.trim()) &&
    isComplete(fields.credentials, credentials) &&
    isComplete(fields.settings, settings)
  return {
    type,
    fields,
    making,
    isReady,
    name,
    setName,
    identifier,
    setIdentifier,
    credentials,
    setCredentials,
    settings,
    setSettings,
    /** Whether something was written that somebody would have to write again. */
    isTouched: !propose && !making.isSuccess && Boolean(identifier || hasText(fields.credentials, credentials)),
    proposeAnother: propose && (() => setIdentifier(propose())),
  }
}

function hasText(fields: ProviderField[], draft: Draft): boolean {
  return fields.some(({ name, control }) => control !== 'made' && Boolean(draft[name]))
}
