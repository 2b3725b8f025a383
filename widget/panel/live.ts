import { Pauses } from './pauses.ts'
import type { LiveFrame } from './protocol.ts'

const lookMilliseconds = 15_000
const finalCodes = new Set([4401, 4403])

interface Listener {
  token: () => string | null
  hear: (frame: LiveFrame) => void
  isUp: (isUp: boolean) => void
  ended: (code: number) => void
}

/** The socket, opened again for as long as it is wanted: after a loss of network, a sleep, a restart of the server. */
export class Live {
  readonly #listener: Listener
  readonly #pauses = new Pauses()
  #socket: WebSocket | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isWanted = false
  #lastLook = Date.now()

  constructor(listener: Listener) {
    this.#listener = listener
    addEventListener('online', () => this.#again(true))
    addEventListener('offline', () => this.#drop())
    document.addEventListener('visibilitychange', () => document.hidden || this.#again())
    setInterval(() => this.#noticeSleep(), lookMilliseconds)
  }

  start(): void {
    this.#isWanted = true
    this.#drop()
    this.#connect()
  }

  stop(): void {
    this.#isWanted = false
    this.#drop()
  }

  /** Answers whether it could be said. */
  send(frame: object): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  #connect(): void {
    clearTimeout(this.#timer)
    if (!this.#isWanted || this.#socket || !navigator.onLine) return
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`)
    this.#socket = socket
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'hello', token: this.#listener.token() })))
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as LiveFrame))
    socket.addEventListener('close', ({ code }) => socket === this.#socket && this.#closed(code))
  }

  #hear(frame: LiveFrame): void {
    if (frame.type === 'welcome') {
      this.#pauses.reset()
      this.#listener.isUp(true)
    }
    this.#listener.hear(frame)
  }

  #closed(code: number): void {
    this.#socket = undefined
    this.#listener.isUp(false)
    if (finalCodes.has(code)) {
      this.#isWanted = false
      this.#listener.ended(code)
    } else {
      this.#timer = setTimeout(() => this.#connect(), this.#pauses.next())
    }
  }

  /** What closes by itself after a loss of network does so minutes later. */
  #drop(): void {
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
    if (socket) this.#listener.isUp(false)
  }

  #again(isFresh = false): void {
    if (isFresh) this.#drop()
    this.#connect()
  }

  /** While the machine sleeps no timer runs: one that is late says that the socket may be a dead one. */
  #noticeSleep(): void {
    const slept = Date.now() - this.#lastLook > 3 * lookMilliseconds
    this.#lastLook = Date.now()
    if (slept && !document.hidden) this.#again(true)
  }
}
