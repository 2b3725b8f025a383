import { useSyncExternalStore } from 'react'

const key = 'tether.notifications'

export const kinds = ['message', 'assignment', 'mention', 'reminder', 'other'] as const
export type Kind = (typeof kinds)[number]

export const ways = ['desktop', 'sound'] as const
export type Way = (typeof ways)[number]

/** How this browser tells of news, besides the bell. */
export interface Choices {
  desktop: boolean
  sound: boolean
  /** What is not told of in that way, though the rest is. */
  muted: Record<Way, Kind[]>
}

const usual: Choices = { desktop: false, sound: false, muted: { desktop: [], sound: [] } }
const listeners = new Set<() => void>()
let known: { text: string | null; choices: Choices } = { text: null, choices: usual }

export function readChoices(): Choices {
  const text = localStorage.getItem(key)
  if (text !== known.text) known = { text, choices: parse(text) }
  return known.choices
}

function parse(text: string | null): Choices {
  try {
    const { muted, ...rest } = JSON.parse(text ?? '{}') as Partial<Choices>
    return { ...usual, ...rest, muted: { ...usual.muted, ...muted } }
  } catch {
    return usual
  }
}

export function choose(choices: Partial<Choices>): void {
  localStorage.setItem(key, JSON.stringify({ ...readChoices(), ...choices }))
  for (const listener of listeners) listener()
}

export function chooseFor(kind: Kind, way: Way, isOn: boolean): void {
  const { muted } = readChoices()
  const others = muted[way].filter((each) => each !== kind)
  choose({ muted: { ...muted, [way]: isOn ? others : [...others, kind] } })
}

export function isWanted(choices: Choices, kind: Kind, way: Way): boolean {
  return choices[way] && !choices.muted[way].includes(kind)
}

/** News that have no kind of their own are of the others. */
export function kindOf(type: string): Kind {
  return kinds.find((kind) => kind === type) ?? 'other'
}

export function useChoices(): Choices {
  return useSyncExternalStore(subscribe, readChoices)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
