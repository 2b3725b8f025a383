import type { Wishes } from '../wire.ts'
import type { Outgoing } from './outbox.ts'
import type { Message, Settings, Visitor } from './protocol.ts'

export interface State {
  /** What there is to see: nothing yet, the chat, or why there is none. */
  phase: 'starting' | 'ready' | 'ended' | 'refused' | 'unknown-visitor'
  settings: Settings | null
  wishes: Wishes
  language: string
  isOpen: boolean
  isUp: boolean
  isOffline: boolean
  visitor: Visitor | null
  agent: string | null
  isResolved: boolean
  isTyping: boolean
  messages: Message[]
  isLoaded: boolean
  hasEarlier: boolean
  outgoing: Outgoing[]
  rating: 'none' | 'asked' | 'given'
}

export const firstState: State = {
  phase: 'starting',
  settings: null,
  wishes: { language: null, name: null, greeting: null, color: null },
  language: 'en',
  isOpen: false,
  isUp: true,
  isOffline: false,
  visitor: null,
  agent: null,
  isResolved: false,
  isTyping: false,
  messages: [],
  isLoaded: false,
  hasEarlier: false,
  outgoing: [],
  rating: 'none',
}

export class Store {
  state = firstState
  readonly #listeners = new Set<() => void>()

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.#listeners) listener()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
