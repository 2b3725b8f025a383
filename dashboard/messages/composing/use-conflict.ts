import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { messagesIn } from '../threads/message-rows.ts'
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
  const answerer = useMemo(() => {
    if (startedAt === undefined) return undefined
    const answers = messagesIn(data).filter(
      ({ direction, sentBy, status, createdAt }) =>
        direction === 'outbound' && sentBy !== null && sentBy !== me && status !== 'canceled' && createdAt > startedAt,
    )
    return answers.at(-1)?.sentBy ?? undefined
  }, [data, startedAt, me])
  if (startedAt === undefined) return undefined
  if (answerer !== undefined) return texts.answered(nameOf(answerer))
  const writer = writers.find(({ actorType, actorId }) => actorType === 'user' && actorId !== me)
  return writer && texts.answering(nameOf(writer.actorId))
}
