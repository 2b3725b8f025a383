import { useSyncExternalStore } from 'react'

const storageKey = 'tether.pinned-views'
const listeners = new Set<() => void>()
let known: { text: string | null; ids: readonly string[] } = { text: null, ids: [] }

/** The saved views that stand beside the tabs, on this device. */
export function usePins(): readonly string[] {
  return useSyncExternalStore(subscribe, read)
}

export function togglePin(id: string): void {
  const ids = read()
  const next = ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]
  localStorage.setItem(storageKey, JSON.stringify(next))
  for (const listener of listeners) listener()
}

function read(): readonly string[] {
  const text = localStorage.getItem(storageKey)
  if (text !== known.text) known = { text, ids: parse(text) }
  return known.ids
}

function parse(text: string | null): string[] {
  try {
    const ids: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(ids) ? ids.map(String) : []
  } catch {
    return []
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
