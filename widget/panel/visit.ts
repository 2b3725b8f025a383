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
  readonly #another: () => void
  #beginning: Promise<boolean> | undefined
  #round = 0
  identity: string | null = null
  page: Page | undefined

  /** `another`: somebody else is there now. */
  constructor(api: Api, store: Store, another: () => void) {
    this.#api = api
    this.#store = store
    this.#another = another
  }

  /** Says whether there is a session now; asked at once by several it begins one. */
  begin(): Promise<boolean> {
    if (this.#beginning) return this.#beginning
    const beginning = alone('session', () => this.#begin(this.#round)).finally(() => {
      if (this.#beginning === beginning) this.#beginning = undefined
    })
    this.#beginning = beginning
    return beginning
  }

  /** Whoever was here has left: what was asked for them is not waited for. */
  abandon(): void {
    this.#round += 1
    this.#beginning = undefined
    this.identity = null
  }

  async #begin(round: number): Promise<boolean> {
    const isOver = () => round !== this.#round
    if (isOver()) return false
    // Two tabs that open at the same moment are one visitor.
    const kept = this.#api.webchatId === null ? await recalled() : undefined
    if (isOver()) return false
    this.#api.webchatId ??= kept?.webchatId ?? null
    for (;;) {
      const { identity } = this
      try {
        const session = await this.#api.openSession(identity, this.page, this.#store.state.language)
        if (isOver()) return false
        this.#take(session)
        // The next tab may only ask what is kept once the page has kept it.
        await recalled()
        if (isOver()) return false
        // The page may have said meanwhile who it is.
        if (identity === this.identity) return true
      } catch (error) {
        if (isOver()) return false
        if (identity === this.identity && !(await this.#isWorthAnother(error))) return false
        if (isOver()) return false
      }
    }
  }

  #take({ webchatId, visitor, conversation, isContinued }: Session): void {
    const before = this.#store.state.visitor
    // Somebody else has logged in to the site: what the one before wrote is none of theirs.
    if (!isContinued) {
      tellHost({ type: 'forget' })
      this.#another()
    }
    if (before && before.id !== visitor.id) this.#store.set({ messages: [], isLoaded: false })
    if (webchatId !== this.#api.webchatId || !before || !isContinued) tellHost({ type: 'session', webchatId })
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
        tellHost({ type: 'problem', code: error.code, message: error.message })
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
