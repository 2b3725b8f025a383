import { useCallback, useEffect, useRef } from 'react'

import { useLive } from '../../api/live-context.ts'

const againMilliseconds = 2500

/** Tells that one writes, every few seconds as long as one does, and that one has stopped. */
export function useSayTyping(conversationId: string): (isTyping: boolean) => void {
  const live = useLive()
  const saidAt = useRef(0)
  const say = useCallback(
    (isTyping: boolean) => {
      const now = Date.now()
      if (isTyping ? now - saidAt.current < againMilliseconds : saidAt.current === 0) return
      saidAt.current = isTyping ? now : 0
      live.say({ type: 'typing', conversationId, isTyping })
    },
    [live, conversationId],
  )
  useEffect(() => () => say(false), [say])
  return say
}
