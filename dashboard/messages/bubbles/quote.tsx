import { useQueryClient } from '@tanstack/react-query'
import { Reply } from 'lucide-react'

import { texts } from '../texts.ts'
import { messagesIn } from '../threads/message-rows.ts'
import { useShowMessage } from '../threads/show-message.ts'
import { messagesQuery } from '../threads/thread-queries.ts'

/** What a message answers; a press shows it in its place. */
export function Quote({ id, conversationId }: { id: string; conversationId: string }) {
  const queries = useQueryClient()
  const show = useShowMessage()
  const known = messagesIn(queries.getQueryData(messagesQuery(conversationId).queryKey)).find(({ _id }) => _id === id)
  const text = known ? known.content || known.attachments[0]?.name || texts.file : texts.replyToGone
  return (
    <button
      type="button"
      aria-label={`${texts.replyTo}: ${text}. ${texts.showMessage}`}
      onClick={() => show(id)}
      className="flex max-w-full items-center gap-1.5 rounded-md border-s-2 border-line-strong bg-hover px-2 py-1 text-xs text-muted hover:text-text"
    >
      <Reply aria-hidden className="size-3.5 shrink-0 rtl:-scale-x-100" />
      <span className="truncate">{text}</span>
    </button>
  )
}
