import { mostWaiting } from '../wire.ts'
import type { Kept, Look } from '../wire.ts'

const nothing: Kept = { webchatId: null, waiting: [] }

/** What this browser remembers of one webchat; a browser that keeps nothing still chats, until the page is left. */
export class Memory {
  readonly #name: string
  readonly #unkept = new Map<string, string>()

  constructor(key: string) {
    this.#name = `tether:${key}`
  }

  kept(): Kept {
    const { webchatId, waiting } = (this.#read('') ?? nothing) as Partial<Kept>
    // Whoever else writes to this storage may have left anything there.
    return {
      webchatId: typeof webchatId === 'string' ? webchatId : null,
      waiting: Array.isArray(waiting) ? waiting : [],
    }
  }

  look(): Look | undefined {
    const look = this.#read('look') as Look | undefined
    return look?.labels ? look : undefined
  }

  setLook(look: Look): void {
    this.#write('look', look)
  }

  setSession(webchatId: string | null): void {
    this.#write('', { ...this.kept(), webchatId })
  }

  /** Whoever comes next on this browser sees and sends nothing of the one before. */
  forget(): void {
    this.#write('', nothing)
  }

  wait(waiting: Kept['waiting'][number]): void {
    const kept = this.kept()
    const others = kept.waiting.filter(({ clientId }) => clientId !== waiting.clientId)
    this.#write('', { ...kept, waiting: [...others, waiting].slice(-mostWaiting) })
  }

  sent(clientId: string): void {
    const kept = this.kept()
    const waiting = kept.waiting.filter((each) => each.clientId !== clientId)
    // Every message that comes says so, and each write would wake the other tabs.
    if (waiting.length < kept.waiting.length) this.#write('', { ...kept, waiting })
  }

  /** Other tabs of the same site write to the same storage. */
  onOthers(listener: () => void): void {
    addEventListener('storage', ({ key }) => {
      if (key === null || key === this.#key('')) listener()
    })
  }

  #key(part: string): string {
    return part ? `${this.#name}:${part}` : this.#name
  }

  #read(part: string): unknown {
    const key = this.#key(part)
    // Where the storage is full, what lies there is older than what is known here.
    try {
      return JSON.parse(this.#unkept.get(key) ?? localStorage.getItem(key) ?? '')
    } catch {
      return undefined
    }
  }

  #write(part: string, value: object): void {
    const key = this.#key(part)
    const text = JSON.stringify(value)
    try {
      localStorage.setItem(key, text)
      this.#unkept.delete(key)
    } catch {
      this.#unkept.set(key, text)
    }
  }
}
