import { queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { texts } from './texts.ts'

const day = 86_400_000

/** What a new organization does first; whether it did is read off what there is. */
export const stepsQuery = queryOptions({
  queryKey: ['first-steps', 'done'],
  queryFn: async () => {
    const [{ channels }, { webchats }, users, { imports }, answered] = await Promise.all([
      ok(api.GET('/api/channels')),
      ok(api.GET('/api/webchats')),
      ok(api.GET('/api/user/list')),
      ok(api.GET('/api/contacts/imports', { params: { query: { size: 25 } } })),
      ok(api.POST('/api/contacts/counts', { body: { messageStatus: 'answered' } })),
    ])
    return {
      channel: channels.some(({ type }) => type !== 'webchat'),
      widget: webchats.length > 0,
      invite: users.length > 1,
      contacts: imports.some(({ startedAt }) => startedAt !== null),
      answer: Object.values(answered).some((count) => count > 0),
    }
  },
  // Whoever comes back from a step sees that it is done; once all of them are, nothing is asked any more.
  staleTime: ({ state }) => (state.data && Object.values(state.data).every(Boolean) ? Infinity : 0),
  gcTime: day,
})

export type Step = 'channel' | 'widget' | 'invite' | 'contacts' | 'answer'

export const steps: { step: Step; label: string; hint: string; to: string; kind?: string }[] = [
  { step: 'channel', label: texts.steps.channel, hint: texts.steps.channelHint, to: '/settings/channels/new' },
  {
    step: 'widget',
    label: texts.steps.widget,
    hint: texts.steps.widgetHint,
    to: '/settings/channels/new',
    kind: 'webchat',
  },
  { step: 'invite', label: texts.steps.invite, hint: texts.steps.inviteHint, to: '/settings/users' },
  { step: 'contacts', label: texts.steps.contacts, hint: texts.steps.contactsHint, to: '/contacts/imports/new' },
  { step: 'answer', label: texts.steps.answer, hint: texts.steps.answerHint, to: '/simulator' },
]
