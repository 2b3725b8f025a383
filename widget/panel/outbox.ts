import type { Waiting } from '../wire.ts'
import { Refusal } from './api.ts'
import { alone } from './host.ts'
import { Pauses } from './pauses.ts'

export interface Outgoing extends Waiting {
  /** Why it will not be sent as it is; the person decides. */
  failure?: string
}

interface Surroundings {
  send: (waiting: Waiting) => Promise<void>
  /** A refusal that says something about the session rather than about the message. */
  isOfSession: (refusal: Refusal) => boolean
  changed: (outgoing: Outgoing[]) => void
}

/** What was written and is not yet the server's: sent in order, again and again, each under its one client id. */
export class Outbox {
  readonly #surroundings: Surroundings
  readonly #pauses = new Pauses()
  readonly #stored = new Set<string>()
  #outgoing: Outgoing[] = []
  #isSending = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings
  }

  /** What the page's storage holds; what was there and is not any more has been sent by another tab. */
  adopt(kept: Waiting[]): void {
    const ids = new Set(kept.map(({ clientId }) => clientId))
    const own = this.#outgoing.filter(({ clientId }) => ids.has(clientId) || !this.#stored.has(clientId))
    const known = new Set(own.map(({ clientId }) => clientId))
    for (const id of ids) this.#stored.add(id)
    this.#change([...own, ...kept.filter(({ clientId }) => !known.has(clientId))])
  }

  add(waiting: Waiting): void {
    this.#change([...this.#outgoing, waiting])
  }

  retry(clientId: string): void {
    this.#change(
      this.#outgoing.map((each) => {
        const { failure: _, ...waiting } = each
        return each.clientId === clientId ? waiting : each
      }),
    )
  }

  remove(clientIds: string[]): void {
    if (!this.#outgoing.some((each) => clientIds.includes(each.clientId))) return
    this.#change(this.#outgoing.filter((each) => !clientIds.includes(each.clientId)))
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#change([])
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#isSending || !this.#next()) return
    this.#isSending = true
    await alone('outbox', () => this.#sendAll()).finally(() => (this.#isSending = false))
  }

  async #sendAll(): Promise<void> {
    for (let next = this.#next(); next; next = this.#next()) {
      try {
        await this.#surroundings.send(next)
        this.#pauses.reset()
        this.remove([next.clientId])
      } catch (error) {
        if (!this.#refused(next.clientId, error)) return
      }
    }
  }

  /** Whether to go on with the next one. */
  #refused(clientId: string, error: unknown): boolean {
    const refusal = error instanceof Refusal ? error : undefined
    if (refusal && this.#surroundings.isOfSession(refusal)) return false
    if (refusal && !refusal.isPassing) {
      const failure = refusal.message
      this.#change(this.#outgoing.map((each) => (each.clientId === clientId ? { ...each, failure } : each)))
      return true
    }
    const pause = Math.max(this.#pauses.next(), (refusal?.retryAfter ?? 0) * 1000)
    this.#timer = setTimeout(() => void this.flush(), pause)
    return false
  }

  #next(): Outgoing | undefined {
    return this.#outgoing.find(({ failure }) => failure === undefined)
  }

  #change(outgoing: Outgoing[]): void {
    this.#outgoing = outgoing
    this.#surroundings.changed(outgoing)
  }
}
