import type { QueryClient } from '@tanstack/react-query'

import { api, ok } from '../../api/client.ts'
import { showToast } from '../../ui/toasts.ts'
import { composerTexts as texts } from '../composing/composer-texts.ts'
import { keepMessage } from '../threads/message-cache.ts'
import { messagesIn } from '../threads/message-rows.ts'
import { takeUp } from '../threads/take-up.ts'
import { messagesQuery } from '../threads/thread-queries.ts'
import type { SendEntry } from './entries.ts'
import { sendQueue } from './sending.ts'

/** Takes back what was just said, if it has not left: certainly, for the server holds it. The words are in the composer again. */
export async function undoSend(queries: QueryClient, entry: SendEntry): Promise<void> {
  const result = await sendQueue.takeBack(entry.clientId)
  if (result === 'uncertain') return void showToast({ text: texts.undoUncertain, tone: 'warning' })
  const isBack = result === 'back' || (await cancelAll(queries, entry))
  if (!isBack) return void showToast({ text: texts.undoTooLate, tone: 'warning' })
  takeUp(entry)
}

/** Where a message is a text or a file, it became several. */
async function cancelAll(queries: QueryClient, { conversationId, clientId }: SendEntry): Promise<boolean> {
  const messages = messagesIn(queries.getQueryData(messagesQuery(conversationId).queryKey))
  const own = messages.filter((message) => message.clientId === clientId)
  const outcomes = await Promise.all(
    own.map(({ _id: id }) =>
      ok(api.POST('/api/messages/{id}/cancel', { params: { path: { id } } })).then(
        (canceled) => {
          keepMessage(queries, canceled)
          return true
        },
        () => false,
      ),
    ),
  )
  return own.length > 0 && outcomes.every(Boolean)
}
