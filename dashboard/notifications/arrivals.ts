import type { LiveEvent } from '../api/live.ts'

/** The newest that a contact wrote in a conversation. */
export interface Arrival {
  messageId: string
  conversationId: string
  content: string
}

// Long enough for whoever looks at the thread to have seen it.
const soonMilliseconds = 1200
const everyMilliseconds = 3000
const mostAtOnce = 100

/** Collects what contacts write, and asks about it every few seconds at most, however much comes. */
export class Arrivals {
  readonly #ask: (arrivals: readonly Arrival[]) => Promise<void>
  readonly #heard = new Map<string, Arrival>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(ask: (arrivals: readonly Arrival[]) => Promise<void>) {
    this.#ask = ask
  }

  take(events: readonly LiveEvent[]): void {
    for (const { type, subjectId, data } of events) {
      if (type !== 'message.received' || typeof data['conversationId'] !== 'string') continue
      const { conversationId, content } = data
      const text = typeof content === 'string' ? content : ''
      this.#heard.set(conversationId, { messageId: subjectId, conversationId, content: text })
    }
    this.#plan()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #plan(): void {
    if (this.#heard.size === 0 || this.#timer !== undefined) return
    const wait = Math.max(soonMilliseconds, this.#askedAt + everyMilliseconds - performance.now())
    this.#timer = setTimeout(() => void this.#run(), wait)
  }

  async #run(): Promise<void> {
    const asked = [...this.#heard.values()].slice(0, mostAtOnce)
    for (const { conversationId } of asked) this.#heard.delete(conversationId)
    this.#askedAt = performance.now()
    await this.#ask(asked).catch(() => undefined)
    this.#timer = undefined
    this.#plan()
  }
}
