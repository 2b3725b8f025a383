import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let count = 0

/** Contacts that came since the table was read: they are shown when somebody asks, so that no row moves under the pointer. */
export function countNews(added: number): void {
  set(count + added)
}

export function forgetNews(): void {
  set(0)
}

export function useNews(): number {
  return useSyncExternalStore(subscribe, () => count)
}

function set(next: number): void {
  if (next === count) return
  count = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
