import { mostWaiting } from '../wire.ts'
import type { Kept, Look } from '../wire.ts'

type Waiting = Kept['waiting'][number]

/** What this browser remembers of one webchat; a browser that keeps nothing still chats, until the page is left. */
export class Memory {
  readonly #name: string
  readonly #unkept = new Map<string, string>()

  constructor(key: string) {
    this.#name = `tether:${key}`
  }

  kept(): Kept {
    const session = this.#read(this.#name) as Partial<Kept> | null | undefined
    const waiting = this.#waitingKeys().map((key) => this.#read(key) as Partial<Waiting> | null | undefined)
    // Whoever else writes to this storage may have left anything there.
    return {
      webchatId: typeof session?.webchatId === 'string' ? session.webchatId : null,
      waiting: waiting.filter(isWaiting).toSorted((one, other) => (one.createdAt < other.createdAt ? -1 : 1)),
    }
  }

  look(): Look | undefined {
    const look = this.#read(`${this.#name}:look`) as Look | undefined
    return look?.labels ? look : undefined
  }

  setLook(look: Look): void {
    this.#write(`${this.#name}:look`, look)
  }

  setSession(webchatId: string | null): void {
    this.#write(this.#name, { webchatId })
  }

  /** Whoever comes next on this browser sees and sends nothing of the one before. */
  forget(): void {
    for (const key of this.#waitingKeys()) this.#remove(key)
    this.setSession(null)
  }

  /** Each by itself: tabs write at the same time, and none may undo what another has just written. */
  wait(waiting: Waiting): void {
    if (this.#waitingKeys().length < mostWaiting) this.#write(this.#waitingKey(waiting.clientId), waiting)
  }

  sent(clientId: string): void {
    this.#remove(this.#waitingKey(clientId))
  }

  /** Other tabs of the same site write to the same storage. */
  onOthers(listener: () => void): void {
    addEventListener('storage', ({ key }) => {
      if (key === null || key === this.#name || key.startsWith(this.#waitingKey(''))) listener()
    })
  }

  #waitingKey(clientId: string): string {
    return `${this.#name}:waiting:${clientId}`
  }

  #waitingKeys(): string[] {
    const keys = [...this.#unkept.keys()]
    try {
      keys.push(...Object.keys(localStorage))
    } catch {
      // A browser that keeps nothing refuses to be asked.
    }
    return [...new Set(keys)].filter((key) => key.startsWith(this.#waitingKey('')))
  }

  #read(key: string): unknown {
    // Where the storage is full, what lies there is older than what is known here.
    try {
      return JSON.parse(this.#unkept.get(key) ?? localStorage.getItem(key) ?? '')
    } catch {
      return undefined
    }
  }

  #write(key: string, value: object): void {
    const text = JSON.stringify(value)
    try {
      localStorage.setItem(key, text)
      this.#unkept.delete(key)
    } catch {
      this.#unkept.set(key, text)
    }
  }
  #remove(key: string): void {
    this.#unkept.delete(key)
    try {
      localStorage.removeItem(key)
    } catch {
      // It was never there.
    }
  }
}

function isWaiting(found: Partial<Waiting> | null | undefined): found is Waiting {
  return typeof found?.clientId === 'string' && typeof found.content === 'string' && Array.isArray(found.files)
}
