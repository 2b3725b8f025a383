import type { Page } from '../wire.ts'
import type { Api } from './api.ts'
import { Refusal } from './api.ts'
import { alone, recalled, tellHost } from './host.ts'
import { Pauses } from './pauses.ts'
import type { Session } from './protocol.ts'
import type { State, Store } from './state.ts'

const phases: Record<number, State['phase']> = { 403: 'unknown-visitor', 404: 'refused' }

/** The visitor's session: begun at the first opening, resumed on every page after that. */
export class Visit {
  readonly #api: Api
  readonly #store: Store
  readonly #pauses = new Pauses()
  #beginning: Promise<boolean> | undefined
  identity: string | null = null
  page: Page | undefined

  constructor(api: Api, store: Store) {
    this.#api = api
    this.#store = store
  }

  /** Says whether there is a session now; asked at once by several it begins one. */
  begin(): Promise<boolean> {
    this.#beginning ??= alone('session', () => this.#begin()).finally(() => (this.#beginning = undefined))
    return this.#beginning
  }

  async #begin(): Promise<boolean> {
    // Two tabs that open at the same moment are one visitor.
    this.#api.webchatId ??= (await recalled())?.webchatId ?? null
    for (;;) {
      try {
        this.#take(await this.#api.openSession(this.identity, this.page, this.#store.state.language))
        return true
      } catch (error) {
        if (!(await this.#isWorthAnother(error))) return false
      }
    }
  }

  #take({ webchatId, visitor, conversation }: Session): void {
    const before = this.#store.state.visitor
    // Somebody else has logged in to the site: what the one before wrote is none of theirs.
    if (before && before.id !== visitor.id && before.isKnown) tellHost({ type: 'forget' })
    if (before && before.id !== visitor.id) this.#store.set({ messages: [], outgoing: [], isLoaded: false })
    if (webchatId !== this.#api.webchatId || !before) tellHost({ type: 'session', webchatId })
    this.#api.webchatId = webchatId
    this.#pauses.reset()
    this.#store.set({
      phase: 'ready',
      visitor,
      agent: conversation?.agent?.name ?? null,
      isResolved: conversation?.isResolved ?? false,
      rating: conversation?.isCsatAsked ? 'asked' : 'none',
    })
  }

  async #isWorthAnother(error: unknown): Promise<boolean> {
    if (error instanceof Refusal && !error.isPassing) {
      // A page's proof that is refused leaves its reader anonymous, where that is allowed.
      if (error.status === 401 && this.identity) {
        this.identity = null
        return true
      }
      this.#store.set({ phase: phases[error.status] ?? 'refused' })
      return false
    }
    const pause = Math.max(this.#pauses.next(), error instanceof Refusal ? error.retryAfter * 1000 : 0)
    await new Promise((resolve) => {
      setTimeout(resolve, pause)
      addEventListener('online', resolve, { once: true })
    })
    return true
  }
}
