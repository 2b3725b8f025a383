import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'

import { LiveStream } from './live.ts'
import type { LiveEvent, LiveFrame, LiveStatus } from './live.ts'

export const LiveContext = createContext(new LiveStream())

export function useLive(): LiveStream {
  return useContext(LiveContext)
}

export function useLiveStatus(): LiveStatus {
  const live = useLive()
  return useSyncExternalStore(
    (effect) => live.onStatus(effect),
    () => live.status,
  )
}

/** Calls with what happened, some events at a time, as long as the component is there. */
export function useLiveEvents(onEvents: (events: readonly LiveEvent[]) => void): void {
  const live = useLive()
  const latest = useRef(onEvents)
  useEffect(() => {
    latest.current = onEvents
  })
  useEffect(() => live.listen({ onEvents: (events) => latest.current(events) }), [live])
}

/** Calls with what is not in the log: presence, typing. */
export function useLiveFrames(onFrame: (frame: LiveFrame) => void): void {
  const live = useLive()
  const latest = useRef(onFrame)
  useEffect(() => {
    latest.current = onFrame
  })
  useEffect(() => live.listen({ onFrame: (frame) => latest.current(frame) }), [live])
}

/** Calls once, when the page begins to hear: what happened between its first reading and this is nobody's news. */
export function useFirstWelcome(onWelcome: () => void): void {
  const wasWelcomed = useRef(false)
  useLiveFrames(({ type }) => {
    if (type !== 'welcome' || wasWelcomed.current) return
    wasWelcomed.current = true
    onWelcome()
  })
}
