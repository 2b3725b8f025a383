import { useParams } from '@tanstack/react-router'

export function ThreadPlace() {
  const { conversationId } = useParams({ from: '/inside/inbox/$conversationId' })
  return <main className="flex-1">{conversationId}</main>
}
