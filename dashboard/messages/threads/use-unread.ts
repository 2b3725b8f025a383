import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'

import { api, ok } from '../../api/client.ts'
import type { Schema } from '../../api/shapes.ts'
import { messagesIn } from './message-rows.ts'
import { messagesQuery } from './thread-queries.ts'
import { firstUnreadOf } from './timeline.ts'

type Conversation = Schema<'InboxConversation'>

export interface Unread {
  firstUnreadId: string | undefined
  unreadCount: number
}

/** What had not been seen when the thread was opened: the line stays where it was, however much is seen meanwhile. */
export function useUnreadAtOpening({ _id, unreadCount: now }: Conversation): Unread {
  const queries = useQueryClient()
  const [unreadCount] = useState(now)
  const [firstUnreadId, setFirstUnreadId] = useState(() => firstIn())
  // The messages may come after the thread is there; then the line is found once.
  const find = useEffectEvent(() => {
    if (firstUnreadId === undefined) setFirstUnreadId(firstIn())
  })
  useEffect(() => {
    if (unreadCount === 0) return undefined
    return queries.getQueryCache().subscribe(({ type, query }) => {
      if (type === 'updated' && query.queryKey[0] === 'messages' && query.queryKey[1] === _id) queueMicrotask(find)
    })
  }, [queries, unreadCount, _id])

  function firstIn(): string | undefined {
    return firstUnreadOf(messagesIn(queries.getQueryData(messagesQuery(_id).queryKey)), unreadCount)?._id
  }
  return { firstUnreadId, unreadCount }
}

const dwellMilliseconds = 600

/** Seen is what stood before somebody: the window in front, the thread at its end, for a moment. */
export function useMarkSeen({ _id: conversationId, isUnseen, unreadCount }: Conversation, isAtEnd: boolean): void {
  const isInFront = useIsInFront()
  const [wasUnseenAtOpening] = useState(isUnseen)
  const [isDone, setIsDone] = useState(false)
  // What somebody marks as unseen while it is open stays so until it is opened again.
  const isDue = isAtEnd && isInFront && (unreadCount > 0 || (wasUnseenAtOpening && isUnseen && !isDone))
  useEffect(() => {
    if (!isDue) return undefined
    const timer = setTimeout(() => {
      setIsDone(true)
      void ok(api.POST('/api/contact/message-seen', { body: { conversationId } })).catch(() => undefined)
    }, dwellMilliseconds)
    return () => clearTimeout(timer)
  }, [isDue, conversationId])
}

function useIsInFront(): boolean {
  const [isInFront, setIsInFront] = useState(isInFrontNow)
  useEffect(() => {
    const look = () => setIsInFront(isInFrontNow())
    for (const type of ['focus', 'blur']) addEventListener(type, look)
    document.addEventListener('visibilitychange', look)
    return () => {
      for (const type of ['focus', 'blur']) removeEventListener(type, look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return isInFront
}

function isInFrontNow(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}
