import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'
import { FormSection } from '../ui/form-layout.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Switch } from '../ui/switch.tsx'
import { showToast } from '../ui/toasts.ts'
import { PushSection } from './push-section.tsx'
import { notificationPreferencesQuery } from './queries.ts'
import { texts } from './texts.ts'

type Preferences = Schema<'NotificationPreferences'>

// The server knows more topics than there are news of yet.
const topics = [
  { topic: 'assignments', label: texts.assignments, hint: texts.assignmentsHint },
  { topic: 'other', label: texts.other, hint: texts.otherHint },
] as const satisfies { topic: keyof Preferences; label: string; hint: string }[]

export function NotificationsPage() {
  const queries = useQueryClient()
  const { data } = useSuspenseQuery(notificationPreferencesQuery)
  const { queryKey } = notificationPreferencesQuery
  const switching = useMutation({
    mutationFn: (notificationPreferences: Partial<Preferences>) =>
      ok(api.PUT('/api/user/notification-preferences', { body: { notificationPreferences } })),
    onMutate: (changes) => queries.setQueryData(queryKey, (before) => before && { ...before, ...changes }),
    onError: (error) => {
      showToast({ text: error.message, tone: 'danger' })
      void queries.invalidateQueries({ queryKey })
    },
  })
  return (
    <>
      <PageHeader title={texts.notifications} />
      <div>
        <FormSection title={texts.news} description={texts.notificationsAbout}>
          {topics.map(({ topic, label, hint }) => (
            <Switch
              key={topic}
              isOn={data[topic]}
              onSwitch={(isOn) => switching.mutate({ [topic]: isOn })}
              label={label}
              hint={hint}
            />
          ))}
        </FormSection>
        <PushSection>
          <Switch
            isOn={data.messages}
            onSwitch={(isOn) => switching.mutate({ messages: isOn })}
            label={texts.pushMessages}
            hint={texts.pushMessagesHint}
          />
        </PushSection>
      </div>
    </>
  )
}
