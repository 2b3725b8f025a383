import { useSyncExternalStore } from 'react'

const key = 'tether.notifications'

/** How this browser tells of news, besides the bell. */
export interface Choices {
  desktop: boolean
  sound: boolean
}

const listeners = new Set<() => void>()
let known: { text: string | null; choices: Choices } = { text: null, choices: { desktop: false, sound: false } }

export function readChoices(): Choices {
  const text = localStorage.getItem(key)
  if (text !== known.text) known = { text, choices: { desktop: false, sound: false, ...parse(text) } }
  return known.choices
}

function parse(text: string | null): Partial<Choices> {
  try {
    return JSON.parse(text ?? '{}') as Partial<Choices>
  } catch {
    return {}
  }
}

export function choose(choices: Partial<Choices>): void {
  localStorage.setItem(key, JSON.stringify({ ...readChoices(), ...choices }))
  for (const listener of listeners) listener()
}

export function useChoices(): Choices {
  return useSyncExternalStore(subscribe, readChoices)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
