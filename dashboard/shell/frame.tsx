import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

import { LiveContext } from '../api/live-context.ts'
import { LiveStream } from '../api/live.ts'
import { CommandBook, CommandContext, useCommands } from '../ui/commands.ts'
import { useCommandKeys } from '../ui/command-keys.ts'
import { useContactEffects } from '../contacts/live-effects.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { Rail } from './rail.tsx'
import { texts } from './texts.ts'

/** The window of who is signed in: the rail, one page, and what runs behind all of them. */
export function Frame() {
  const queries = useQueryClient()
  const [live] = useState(() => new LiveStream())
  const [book] = useState(() => new CommandBook())
  useEffect(() => {
    const stopListening = live.listen({ onGap: () => void queries.invalidateQueries() })
    live.start()
    return () => {
      live.stop()
      stopListening()
    }
  }, [live, queries])
  return (
    <LiveContext value={live}>
      <CommandContext value={book}>
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:bg-surface focus:p-2"
        >
          {texts.skip}
        </a>
        <div className="flex h-dvh flex-col-reverse md:flex-row">
          <Rail />
          <div id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
            <ConnectionBanner />
            <Outlet />
          </div>
        </div>
        <Keys />
      </CommandContext>
    </LiveContext>
  )
}

function Keys() {
  useContactEffects()
  useCommandKeys(useCommands())
  return null
}
