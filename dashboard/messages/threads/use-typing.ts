import { useEffect, useState } from 'react'

import { useLiveFrames } from '../../api/live-context.ts'

export interface Writer {
  actorType: string
  actorId: string
}

// The server says that somebody stopped; this is for when it cannot.
const longestMilliseconds = 12_000

/** Who writes in the conversation at this moment, besides oneself. */
export function useTyping(conversationId: string): readonly Writer[] {
  const [writers, setWriters] = useState<ReadonlyArray<Writer & { until: number }>>([])
  useLiveFrames(({ type, conversationId: where, actorType, actorId, isTyping }) => {
    if (type !== 'typing' || where !== conversationId) return
    if (typeof actorType !== 'string' || typeof actorId !== 'string') return
    setWriters((known) => {
      const others = known.filter((each) => each.actorId !== actorId || each.actorType !== actorType)
      return isTyping === true ? [...others, { actorType, actorId, until: Date.now() + longestMilliseconds }] : others
    })
  })
  useEffect(() => {
    if (writers.length === 0) return undefined
    const timer = setTimeout(
      () => setWriters((known) => known.filter(({ until }) => until > Date.now())),
      longestMilliseconds,
    )
    return () => clearTimeout(timer)
  }, [writers])
  return writers
}
