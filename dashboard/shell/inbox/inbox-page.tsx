import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'

import { ConversationList } from '../../conversations/conversation-list.tsx'
import { useWritingAhead } from '../../messages/use-writing-ahead.ts'
import { usePrefetch } from '../../messages/use-prefetch.ts'
import { Splitter } from '../../ui/splitter.tsx'
import { whenIdle } from '../../ui/when-idle.ts'
import { texts } from '../texts.ts'
import { useIsWide } from './use-is-wide.ts'

/** The list beside what is open; on a phone one of them at a time. */
export function InboxPage() {
  const search = useSearch({ from: '/inside/inbox' })
  const navigate = useNavigate()
  const { conversationId } = useParams({ strict: false })
  const isWide = useIsWide()
  const prefetch = usePrefetch()
  useWritingAhead(conversationId)
  useEffect(() => whenIdle(fetchThreadParts), [])
  const list = (
    <ConversationList
      search={search}
      openId={conversationId}
      onPrefetch={prefetch}
      onSearch={(next) => void navigate({ to: '.', search: next, replace: true })}
    />
  )
  if (!isWide && conversationId) return <Outlet />
  if (!isWide) return <main className="flex min-h-0 flex-1 flex-col">{list}</main>
  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label={texts.list} className="flex min-h-0">
        <Splitter label={texts.list} storageKey="tether.list" initial={360} min={300} max={480} className="border-e">
          {list}
        </Splitter>
      </section>
      <Outlet />
    </div>
  )
}

/** The list can be used without them; the first thread is opened without waiting for them. */
function fetchThreadParts(): void {
  const parts = [import('./thread-place.tsx'), import('../../contacts/contact-panel.tsx'), import('./no-thread.tsx')]
  // What does not come now is asked for again when it is needed.
  for (const part of parts) part.catch(() => undefined)
}
