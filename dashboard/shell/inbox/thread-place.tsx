import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'

import { api, ok } from '../../api/client.ts'
import { ContactPanel } from '../../contacts/contact-panel.tsx'
import { Splitter } from '../../ui/splitter.tsx'

export function ThreadPlace() {
  const { conversationId } = useParams({ from: '/inside/inbox/$conversationId' })
  const { data } = useQuery({
    queryKey: ['try', conversationId],
    queryFn: () => ok(api.GET('/api/conversation/{id}', { params: { path: { id: conversationId } } })),
  })
  return (
    <>
      <main className="flex-1">{conversationId}</main>
      {data && (
        <Splitter
          label="Contact"
          storageKey="tether.panel"
          initial={340}
          min={300}
          max={520}
          edge="start"
          className="border-s"
        >
          <ContactPanel contactId={data.contactId} conversationId={conversationId} onClose={() => undefined} />
        </Splitter>
      )}
    </>
  )
}
