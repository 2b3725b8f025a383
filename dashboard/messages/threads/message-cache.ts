import type { QueryClient } from '@tanstack/react-query'

import { foldMessage } from './message-rows.ts'
import type { Message } from './message-rows.ts'
import { messagesQuery } from './thread-queries.ts'

/** The message as it is now stands in its thread, if that was read. */
export function keepMessage(queries: QueryClient, message: Message): void {
  const { queryKey } = messagesQuery(message.conversationId)
  queries.setQueryData(queryKey, (pages) => (pages ? (foldMessage(pages, message) as typeof pages) : undefined))
}
