import { foldMessage } from './message-rows.ts'
import type { Message, MessagePage } from './message-rows.ts'

const rememberedMilliseconds = 30_000
const recent: Array<{ message: Message; heardAt: number }> = []

/** What was heard while a thread was being read: the answer may be from just before it. */
export function rememberRow(message: Message, now = Date.now()): void {
  while (recent[0] && now - recent[0].heardAt > rememberedMilliseconds) recent.shift()
  recent.push({ message, heardAt: now })
}

export function withRecent(conversationId: string, page: MessagePage): MessagePage {
  const missed = recent.filter(({ message }) => message.conversationId === conversationId)
  const pages = missed.reduce((known, { message }) => foldMessage(known, message), {
    pages: [page],
    pageParams: [] as unknown[],
  })
  return pages.pages[0] ?? page
}
