import { useSyncExternalStore } from 'react'

/** Where the composer keeps what was written and not sent. */
const keyOf = (conversationId: string) => `draft:${conversationId}`
const lookMilliseconds = 2000

/** Whether something was written there and not sent. */
export function useHasDraft(conversationId: string): boolean {
  return useSyncExternalStore(subscribe, () => Boolean(localStorage.getItem(keyOf(conversationId))))
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

// A page is told what its other tabs keep, but not what it keeps itself: one timer looks for all rows.
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tell, lookMilliseconds)
  if (listeners.size === 1) addEventListener('storage', tell)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    removeEventListener('storage', tell)
    clearInterval(timer)
    timer = undefined
  }
}

function tell(): void {
  for (const listener of listeners) listener()
}
