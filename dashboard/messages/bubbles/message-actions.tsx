import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy, Link2, Reply, TextQuote, Undo2 } from 'lucide-react'

import { api, ok } from '../../api/client.ts'
import { classes } from '../../ui/classes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { showToast } from '../../ui/toasts.ts'
import { announce } from '../../ui/use-announce.tsx'
import { texts } from '../texts.ts'
import { keepMessage } from '../threads/message-cache.ts'
import type { Message } from '../threads/message-rows.ts'
import { answer } from '../threads/quoting.ts'
import { writingQuery } from '../threads/thread-queries.ts'

/** Beside the bubble, over what is behind it: nothing moves when they come. */
export function MessageActions({ message, isOurs }: { message: Message; isOurs: boolean }) {
  return (
    <div
      role="group"
      className={classes(
        'absolute top-0 z-10 flex gap-0.5 rounded-md border bg-surface p-0.5 shadow-raised',
        isOurs
          ? 'end-full me-2 max-sm:end-0 max-sm:-top-8 max-sm:me-0'
          : 'start-full ms-2 max-sm:start-0 max-sm:-top-8 max-sm:ms-0',
      )}
    >
      <Answer message={message} />
      {message.content !== '' && (
        <IconButton label={texts.copyText} size="small" onClick={() => copy(message.content, texts.copiedText)}>
          <Copy className="size-3.5" />
        </IconButton>
      )}
      <IconButton label={texts.copyLink} size="small" onClick={() => copy(linkTo(message), texts.copiedLink)}>
        <Link2 className="size-3.5" />
      </IconButton>
      {message.direction === 'outbound' && message.status === 'queued' && <TakeBack id={message._id} />}
    </div>
  )
}

const had = new Set<Message['status']>(['sent', 'delivered', 'read'])

/** Where the contact sees quotes it is one; elsewhere a line of the text, which one sees and may change. */
function Answer({ message }: { message: Message }) {
  const { data: writing } = useQuery(writingQuery(message.conversationId))
  if (!writing || writing.refusal || (message.direction === 'outbound' && !had.has(message.status))) return undefined
  if (writing.hasQuotes) {
    return (
      <IconButton label={texts.quote} size="small" onClick={() => answer(message, 'quote')}>
        <Reply className="size-3.5 rtl:-scale-x-100" />
      </IconButton>
    )
  }
  if (message.content.trim() === '') return undefined
  return (
    <IconButton label={texts.quoteInText} size="small" onClick={() => answer(message, 'words')}>
      <TextQuote className="size-3.5" />
    </IconButton>
  )
}

/** As long as nobody has begun to send it, it can still be as if it had not been said. */
function TakeBack({ id }: { id: string }) {
  const queries = useQueryClient()
  const canceling = useMutation({
    mutationFn: () => ok(api.POST('/api/messages/{id}/cancel', { params: { path: { id } } })),
    onSuccess: (canceled) => {
      keepMessage(queries, canceled)
      announce(texts.takenBack)
    },
    onError: (error) => showToast({ text: texts.couldNot(error.message), tone: 'danger' }),
  })
  return (
    <IconButton label={texts.takeBack} size="small" onClick={() => canceling.mutate()}>
      <Undo2 className="size-3.5" />
    </IconButton>
  )
}

/** Where the shell opens the conversation at this message. */
function linkTo({ conversationId, _id }: Message): string {
  const url = new URL(`inbox/${conversationId}`, document.baseURI)
  url.searchParams.set('message', _id)
  return url.href
}

export function copy(text: string, said: string): void {
  void navigator.clipboard.writeText(text).then(() => announce(said))
}
