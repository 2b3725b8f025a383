import { useSyncExternalStore } from 'react'

import { now as presentTime } from './clock.ts'

const listeners = new Set<() => void>()
let now = presentTime()
let timer: ReturnType<typeof setInterval> | undefined

/** The time, renewed twice a minute: one timer for all who show an age. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    now = presentTime()
    timer = setInterval(tick, 30_000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  now = presentTime()
  for (const listener of listeners) listener()
}
