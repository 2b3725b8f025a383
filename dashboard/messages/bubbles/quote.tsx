import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Reply } from 'lucide-react'

import { api, ok } from '../../api/client.ts'
import { texts } from '../texts.ts'
import { messagesIn } from '../threads/message-rows.ts'
import type { Message } from '../threads/message-rows.ts'
import { usePeople } from '../threads/people.ts'
import type { People } from '../threads/people.ts'
import { useShowMessage } from '../threads/show-message.ts'
import { messagesQuery } from '../threads/thread-queries.ts'

const look =
  'flex max-w-full items-center gap-1.5 rounded-md border-s-2 border-line-strong bg-hover px-2 py-1 text-xs text-muted'

/** What a message answers; in the thread a press shows it in its place. */
export function Quote({ id, conversationId }: { id: string; conversationId: string }) {
  const show = useShowMessage()
  const people = usePeople()
  const quoted = useQuoted(id, conversationId)
  const text = quoted ? texts.quoted(whoSaid(quoted, people), wordsOf(quoted)) : texts.replyToGone
  const words = (
    <>
      <Reply aria-hidden className="size-3.5 shrink-0 rtl:-scale-x-100" />
      <span className="truncate">{text}</span>
    </>
  )
  if (!show) return <p className={look}>{words}</p>
  return (
    <button
      type="button"
      aria-label={`${texts.replyTo}: ${text}. ${texts.showMessage}`}
      onClick={() => show(id)}
      className={`${look} hover:text-text`}
    >
      {words}
    </button>
  )
}

/** Of what is loaded; what stands further up is asked for by itself. */
function useQuoted(id: string, conversationId: string): Message | undefined {
  const queries = useQueryClient()
  const known = messagesIn(queries.getQueryData(messagesQuery(conversationId).queryKey)).find(({ _id }) => _id === id)
  const { data } = useQuery({
    queryKey: ['message', id],
    enabled: !known,
    staleTime: Infinity,
    queryFn: ({ signal }) => ok(api.GET('/api/messages/{id}', { params: { path: { id } }, signal })),
  })
  return known ?? data
}

function wordsOf({ content, attachments }: Message): string {
  return content.replaceAll(/\s+/gu, ' ') || attachments[0]?.name || texts.file
}

function whoSaid({ direction, sentBy }: Message, { me, contactName, nameOf }: People): string {
  if (direction === 'inbound') return contactName
  if (sentBy === null) return texts.automatic
  return sentBy === me ? texts.you : nameOf(sentBy)
}
