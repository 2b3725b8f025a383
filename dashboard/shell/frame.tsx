import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

import { LiveContext } from '../api/live-context.ts'
import { LiveStream } from '../api/live.ts'
import { sessionQuery } from '../api/session.ts'
import { CommandBook, CommandContext } from '../ui/commands.ts'
import { fetchOverlays } from '../ui/overlays.ts'
import { whenIdle } from '../ui/when-idle.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { Effects } from './effects.tsx'
import { GeneralCommands } from './general-commands.tsx'
import { Rail } from './rail.tsx'
import { texts } from './texts.ts'

const skipLink = 'sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:bg-surface focus:p-2'

/** The window of who is signed in: the rail, one page, and what runs behind all of them. */
export function Frame() {
  const live = useOpenStream()
  const [book] = useState(() => new CommandBook())
  useEffect(() => whenIdle(fetchOverlays), [])
  return (
    <LiveContext value={live}>
      <CommandContext value={book}>
        <a href="#content" className={skipLink}>
          {texts.skip}
        </a>
        <div className="flex h-dvh flex-col-reverse bg-canvas pb-[env(safe-area-inset-bottom)] md:flex-row">
          <Rail />
          <div id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
            <ConnectionBanner />
            <Outlet />
          </div>
        </div>
        <Effects />
        <GeneralCommands />
      </CommandContext>
    </LiveContext>
  )
}

/** Where something was missed, everything is asked anew. */
function useOpenStream(): LiveStream {
  const queries = useQueryClient()
  const [live] = useState(() => new LiveStream())
  useEffect(() => {
    const stopListening = live.listen({
      onGap: () => void queries.invalidateQueries(),
      onFrame: ({ type, role }) => type === 'access.changed' && lookAnew(queries, role),
    })
    const stopWatching = live.onStatus(() => live.status === 'live' && readAgain(queries))
    live.start(() => isStillThere(queries))
    return () => {
      live.stop()
      stopListening()
      stopWatching()
    }
  }, [live, queries])
  return live
}

async function isStillThere(queries: QueryClient): Promise<boolean> {
  return (await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })) !== null
}

/** What could not be read without a network is read now that it is back. */
function readAgain(queries: QueryClient): void {
  void queries.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
}

/** Who has other rights by now sees other things: what was read with the former ones is not shown again. */
function lookAnew(queries: QueryClient, role: unknown): void {
  const { queryKey } = sessionQuery
  const isSameRole = queries.getQueryData(queryKey)?.session.user.accessRole === role
  if (!isSameRole) void queries.resetQueries({ predicate: (query) => query.queryKey[0] !== queryKey[0] })
  queries.removeQueries({ type: 'inactive' })
  void queries.invalidateQueries()
}
