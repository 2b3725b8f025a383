import type { Api } from './api.ts'
import type { Store } from './state.ts'
import { lastOfTheirs, readUntil } from './thread.ts'

const gatherMilliseconds = 300

/** Tells the server how far messages came, and how far they were looked at. */
export class Marks {
  readonly #api: Api
  readonly #store: Store
  #delivered: string | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(api: Api, store: Store) {
    this.#api = api
    this.#store = store
    document.addEventListener('visibilitychange', () => this.gather())
  }

  gather(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#tell(), gatherMilliseconds)
  }

  async #tell(): Promise<void> {
    const { messages, isOpen } = this.#store.state
    const last = lastOfTheirs(messages)
    if (!last || !this.#api.webchatId) return
    const isSeen = isOpen && !document.hidden
    try {
      if (isSeen && last.status !== 'read') {
        await this.#api.mark({ readUntil: last.id })
        this.#store.set({ messages: readUntil(this.#store.state.messages, last.id) })
      } else if (!isSeen && last.status !== 'read' && this.#delivered !== last.id) {
        await this.#api.mark({ deliveredUntil: last.id })
      }
      this.#delivered = last.id
    } catch {
      // Told with the next message, or when the connection is back.
    }
  }
}
