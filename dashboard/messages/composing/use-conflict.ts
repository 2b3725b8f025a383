import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'

import { messagesIn } from '../threads/message-rows.ts'
import type { Message } from '../threads/message-rows.ts'
import { usePeople } from '../threads/people.ts'
import { messagesQuery } from '../threads/thread-queries.ts'
import { useTyping } from '../threads/use-typing.ts'
import { composerTexts as texts } from './composer-texts.ts'

/** Why what one writes may be said twice: a colleague answered meanwhile, or is about to. */
export function useConflict(conversationId: string, startedAt: string | undefined): string | undefined {
  const { me, nameOf } = usePeople()
  // What the thread has read is looked at, and not read once more.
  const { data } = useInfiniteQuery({ ...messagesQuery(conversationId), enabled: false })
  const writers = useTyping(conversationId)
  const messages = useMemo(() => data && messagesIn(data), [data])
  const isLater = useLater(messages, startedAt)
  const answers = messages?.filter(
    (message) =>
      message.direction === 'outbound' &&
      message.sentBy !== null &&
      message.sentBy !== me &&
      message.status !== 'canceled' &&
      isLater(message),
  )
  const answerer = answers?.at(-1)?.sentBy ?? undefined
  if (startedAt === undefined) return undefined
  if (answerer !== undefined) return texts.answered(nameOf(answerer))
  const writer = writers.find(({ actorType, actorId }) => actorType === 'user' && actorId !== me)
  return writer && texts.answering(nameOf(writer.actorId))
}

/** Whether it came after one began: by what stood there then, since the clock of this machine is not the server's. */
function useLater(messages: readonly Message[] | undefined, startedAt: string | undefined): (it: Message) => boolean {
  // What was begun before this page was there is known by its time alone.
  const [begun, setBegun] = useState({ startedAt, newestId: undefined as string | undefined })
  if (begun.startedAt !== startedAt) setBegun({ startedAt, newestId: messages && (messages.at(-1)?._id ?? '') })
  const { newestId } = begun
  return ({ _id, createdAt }) => (newestId === undefined ? createdAt > (startedAt ?? '') : _id > newestId)
}
