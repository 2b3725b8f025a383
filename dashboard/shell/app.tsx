import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'

import { whenSignedOut } from '../api/client.ts'
import { forgetReading, keepReading } from '../api/kept-reading.ts'
import { createQueries } from '../api/queries.ts'
import { onOtherTabs, sessionQuery } from '../api/session.ts'
import { UiRoot } from '../ui/ui-root.tsx'
import { createAppRouter } from './router.tsx'

const queries = createQueries()
const router = createAppRouter(queries)

/** What one reads on without a network: conversations, what was said in them, and with whom. */
const readOn = new Set([
  'session',
  'conversations',
  'messages',
  'conversation-notes',
  'conversation-activity',
  'writing',
  'users',
  'contacts',
])
keepReading(queries, ([kind]) => readOn.has(String(kind)))

// Signed out elsewhere, or the session ran out: what is on the screen is hidden, and the place is kept.
whenSignedOut(() => {
  if (!queries.getQueryData(sessionQuery.queryKey)) return
  queries.clear()
  void forgetReading()
  queries.setQueryData(sessionQuery.queryKey, null)
  void router.invalidate()
})

// Whoever has left in another tab has left here, and what was written is gone from the screen as well.
onOtherTabs((deed) => {
  if (deed === 'entered') void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
  else if (queries.getQueryData(sessionQuery.queryKey)) location.reload()
})

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <UiRoot>
        <RouterProvider router={router} />
      </UiRoot>
    </QueryClientProvider>
  )
}
