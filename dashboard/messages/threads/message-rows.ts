import type { Schema } from '../../api/shapes.ts'

export type Message = Schema<'Message'>

export interface MessagePage {
  messages: Message[]
  nextCursor: string | null
}

/** The pages of a thread as they are kept: the newest page first, the oldest message of a page first. */
export interface MessagePages {
  pages: MessagePage[]
  pageParams: unknown[]
}

/** A row of the log, which is a message in the words of the server's tables. */
export function readMessage(data: Record<string, unknown>): Message | undefined {
  if (typeof data['id'] !== 'string' || typeof data['conversationId'] !== 'string') return undefined
  const { id: _id, sentById: sentBy = null, isAiGenerated: isAIGenerated = false, ...rest } = data
  return { attachments: [], ...rest, _id, sentBy, isAIGenerated } as unknown as Message
}

/** The message stands in its place, once, and never goes back to what it was before. */
export function foldMessage(pages: MessagePages, message: Message): MessagePages {
  const place = pages.pages.findIndex((page) => page.messages.some(({ _id }) => _id === message._id))
  if (place >= 0) return inPage(pages, place, (messages) => messages.map((each) => newerOf(each, message)))
  const newest = pages.pages[0]
  const oldestKnown = pages.pages.at(-1)?.messages[0]
  // What is older than all that was loaded comes when somebody scrolls there.
  if (!newest || (oldestKnown && message._id < oldestKnown._id && pages.pages.at(-1)?.nextCursor)) return pages
  const target = pages.pages.findIndex((page) => (page.messages[0]?._id ?? '') <= message._id)
  return inPage(pages, target < 0 ? pages.pages.length - 1 : target, (messages) => inserted(messages, message))
}

function inPage(pages: MessagePages, place: number, change: (messages: Message[]) => Message[]): MessagePages {
  const next = pages.pages.map((page, index) => (index === place ? { ...page, messages: change(page.messages) } : page))
  return { ...pages, pages: next }
}

function inserted(messages: Message[], message: Message): Message[] {
  const after = messages.findIndex(({ _id }) => _id > message._id)
  return after < 0 ? [...messages, message] : messages.toSpliced(after, 0, message)
}

/** Events and answers overtake each other. An event says nothing of files, so what is known of them stays. */
function newerOf(known: Message, told: Message): Message {
  if (known._id !== told._id) return known
  if (told.updatedAt < known.updatedAt) return known
  const attachments = told.attachments.length > 0 ? told.attachments : known.attachments
  const reaction = told.reaction === undefined ? known.reaction : told.reaction
  return { ...known, ...told, attachments, reaction: reaction ?? null }
}

/** All that is loaded, the oldest first. */
export function messagesIn(pages: MessagePages | undefined): Message[] {
  return (pages?.pages ?? []).toReversed().flatMap((page) => page.messages)
}
