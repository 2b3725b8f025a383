import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'

import { api, ok } from '../../api/client.ts'
import { Composer } from '../../messages/composer.tsx'
import { useMessageEffects } from '../../messages/live-effects.ts'
import { Thread } from '../../messages/thread.tsx'

export function ThreadPlace() {
  const { conversationId } = useParams({ from: '/inside/inbox/$conversationId' })
  const search = useSearch({ strict: false })
  useMessageEffects()
  const { data } = useQuery({
    queryKey: ['trial'],
    queryFn: () => ok(api.GET('/api/conversations', { params: { query: { state: 'all', size: 100 } } })),
    refetchInterval: 3000,
  })
  const conversation = data?.conversations.find(({ _id }) => _id === conversationId)
  const focusMessageId = (search as { message?: string }).message
  return (
    <>
      <nav className="hidden w-72 flex-col overflow-y-auto border-e p-2 md:flex">
        {data?.conversations.map(({ _id, contact, unreadCount, latestMessage }) => (
          <Link key={_id} to="/inbox/$conversationId" params={{ conversationId: _id }} className="block truncate rounded-md p-2 hover:bg-hover">
            {contact.firstName} {contact.lastName ?? contact.phoneNumber} {unreadCount} {latestMessage}
          </Link>
        ))}
      </nav>
      <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
        {conversation && <Thread conversation={conversation} focusMessageId={focusMessageId} />}
        {conversation && <Composer conversation={conversation} onResolve={() => undefined} />}
      </main>
    </>
  )
}
