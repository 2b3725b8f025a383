import { useEffect } from 'react'

import { useLive, useLiveStatus } from '../../api/live-context.ts'

/** Colleagues are told that one looks at it, as long as one does. */
export function useLooking(conversationId: string): void {
  const live = useLive()
  const status = useLiveStatus()
  useEffect(() => {
    if (status !== 'live') return undefined
    const tell = () =>
      live.say({ type: 'looking', conversationId: document.visibilityState === 'visible' ? conversationId : null })
    tell()
    document.addEventListener('visibilitychange', tell)
    return () => {
      document.removeEventListener('visibilitychange', tell)
      live.say({ type: 'looking', conversationId: null })
    }
  }, [live, status, conversationId])
}
