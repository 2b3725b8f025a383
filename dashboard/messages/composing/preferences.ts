import { useSyncExternalStore } from 'react'

const storageKey = 'tether.composer'

export interface Preferences {
  /** Otherwise Enter is a new line, and Ctrl or ⌘ with it sends. */
  enterSends: boolean
  undoSeconds: number
}

const usual: Preferences = { enterSends: true, undoSeconds: 5 }
const listeners = new Set<() => void>()
let known: { text: string | null; preferences: Preferences } = { text: null, preferences: usual }

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, readPreferences)
}

export function setPreferences(changes: Partial<Preferences>): void {
  localStorage.setItem(storageKey, JSON.stringify({ ...readPreferences(), ...changes }))
  for (const listener of listeners) listener()
}

function readPreferences(): Preferences {
  const text = localStorage.getItem(storageKey)
  if (text !== known.text) known = { text, preferences: parse(text) }
  return known.preferences
}

function parse(text: string | null): Preferences {
  try {
    return { ...usual, ...(JSON.parse(text ?? '{}') as Partial<Preferences>) }
  } catch {
    return usual
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
