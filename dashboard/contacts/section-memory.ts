import { useSyncExternalStore } from 'react'

const storageKey = 'tether.contact-sections'
const listeners = new Set<() => void>()

/** Which sections of the panel somebody folded away or opened; the browser remembers it. */
export function useOpenSection(id: string, isOpenAtFirst: boolean): [boolean, (isOpen: boolean) => void] {
  const known = useSyncExternalStore(subscribe, read)
  const isOpen = parse(known)[id] ?? isOpenAtFirst
  return [isOpen, (next) => next !== isOpen && write({ ...parse(known), [id]: next })]
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): string {
  return localStorage.getItem(storageKey) ?? '{}'
}

function parse(text: string): Record<string, boolean> {
  try {
    return JSON.parse(text) as Record<string, boolean>
  } catch {
    return {}
  }
}

function write(sections: Record<string, boolean>): void {
  localStorage.setItem(storageKey, JSON.stringify(sections))
  for (const listener of listeners) listener()
}
