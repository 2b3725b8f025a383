import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { configurationOf, draftOf, isComplete } from '../configuration-draft.ts'
import { proposedNumber, proposedPage } from '../proposed-number.ts'
import { credentialFields, settingFields } from '../providers.ts'
import type { Kind, Provider } from '../providers.ts'
import { channelsQuery } from '../queries.ts'
import type { Channel } from '../queries.ts'
import { texts } from '../texts.ts'
import type { Made } from './finish-step.tsx'

export type ProvidedKind = Exclude<Kind, 'webchat'>

const ways: Record<ProvidedKind, { type: Channel['type']; provider: Provider; propose?: () => string }> = {
  twilio: { type: 'sms', provider: 'twilio' },
  kannel: { type: 'sms', provider: 'kannel' },
  messenger: { type: 'facebook', provider: 'messenger' },
  simulatedNumber: { type: 'sms', provider: 'simulator', propose: proposedNumber },
  simulatedPage: { type: 'facebook', provider: 'simulator', propose: proposedPage },
}

/** A channel that is being filled in, and its making. */
export function useConnecting(kind: ProvidedKind, onMade: (made: Made) => void) {
  const queries = useQueryClient()
  const { type, provider, propose } = ways[kind]
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
    proposeAnother: propose && (() => setIdentifier(propose())),
  }
}
