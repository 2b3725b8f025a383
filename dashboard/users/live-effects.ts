import { useQueryClient } from '@tanstack/react-query'

import { useLiveEvents } from '../api/live-context.ts'
import { sessionQuery, useSession } from '../api/session.ts'

// By what events are called before the point.
const keys: Record<string, string[][]> = {
  user: [['users'], ['departments'], ['profile'], ['availability']],
  department: [['departments'], ['users']],
  session: [['sessions']],
  apiKey: [['api-key']],
  twoFactor: [['two-factor']],
  notificationPreferences: [['notification-preferences']],
}

/** Mounted once by the shell: what others change about colleagues is seen without reloading. */
export function useUserEffects(): void {
  const queries = useQueryClient()
  const { user } = useSession()
  useLiveEvents((events) => {
    if (events.some(({ subjectId }) => subjectId === user.id))
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    const nouns = new Set(events.map(({ type }) => type.split('.')[0]!))
    for (const noun of nouns) for (const queryKey of keys[noun] ?? []) void queries.invalidateQueries({ queryKey })
  })
}
