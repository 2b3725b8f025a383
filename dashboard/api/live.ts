import { basePath, currentCsrfToken } from './client.ts'
import type { Schema } from './shapes.ts'

export type LiveEvent = Schema<'Event'>

/** What is not in the log: who is there, who looks, who writes; and what is no longer to be seen. */
export interface LiveFrame {
  type: string
  [name: string]: unknown
}

export type LiveStatus = 'connecting' | 'live' | 'lost'

interface Listener {
  /** In the order of the log, some at a time. */
  onEvents?: (events: readonly LiveEvent[]) => void
  onFrame?: (frame: LiveFrame) => void
  /** Something was missed: whatever was read may be old. */
  onGap?: () => void
}

const flushMilliseconds = 100
const longestPauseMilliseconds = 15_000
const silentMilliseconds = 70_000

/** The one socket of the page. Where it was cut off it goes on from the last event, so nothing is missed. */
export class LiveStream {
  status: LiveStatus = 'connecting'
  #socket: WebSocket | undefined
  #position: number | undefined
  #tries = 0
  #heardAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setInterval> | undefined
  #waiting: LiveEvent[] = []
  #isFlushing = false
  readonly #listeners = new Set<Listener>()
  readonly #statusListeners = new Set<() => void>()

  start(): void {
    this.#open()
    this.#watch = setInterval(() => this.#lookAfter(), 10_000)
    addEventListener('online', this.#hurry)
    document.addEventListener('visibilitychange', this.#hurry)
  }

  stop(): void {
    clearTimeout(this.#timer)
    clearInterval(this.#watch)
    removeEventListener('online', this.#hurry)
    document.removeEventListener('visibilitychange', this.#hurry)
    this.#drop()
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onStatus(effect: () => void): () => void {
    this.#statusListeners.add(effect)
    return () => this.#statusListeners.delete(effect)
  }

  say(frame: LiveFrame): void {
    if (this.status === 'live') this.#socket?.send(JSON.stringify(frame))
  }

  #open(): void {
    clearTimeout(this.#timer)
    const url = new URL(`${basePath}/api/live`, location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(url)
    this.#socket = socket
    this.#heardAt = Date.now()
    socket.addEventListener('open', () => {
      const hello = { type: 'hello', csrfToken: currentCsrfToken(), after: this.#position }
      socket.send(JSON.stringify(hello))
    })
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as LiveFrame))
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket === socket) this.#lose(code)
    })
  }

  #hear(frame: LiveFrame): void {
    this.#heardAt = Date.now()
    if (frame.type === 'event') return this.#take(frame['event'] as LiveEvent)
    if (typeof frame['position'] === 'number') this.#position = frame['position']
    if (frame.type === 'welcome') this.#arrive()
    for (const { onFrame } of this.#listeners) onFrame?.(frame)
  }

  #arrive(): void {
    this.#tries = 0
    this.#become('live')
  }

  #take(event: LiveEvent): void {
    this.#position = event.position ?? this.#position
    this.#waiting.push(event)
    if (this.#isFlushing) return
    this.#isFlushing = true
    setTimeout(() => this.#flush(), flushMilliseconds)
  }

  #flush(): void {
    this.#isFlushing = false
    const events = this.#waiting
    this.#waiting = []
    for (const { onEvents } of this.#listeners) onEvents?.(events)
  }

  #lose(code: number): void {
    this.#socket = undefined
    if (code === 4410) this.#forget()
    this.#become('lost')
    // Where the session is over, what is asked anew says so; where it is another one, it is good for the next try.
    if (code === 4401) this.#missed()
    const pause = Math.min(longestPauseMilliseconds, 500 * 2 ** this.#tries++)
    this.#timer = setTimeout(() => this.#open(), pause * (0.5 + Math.random() / 2))
  }

  /** The log is no longer kept back to where this page was. */
  #forget(): void {
    this.#position = undefined
    this.#missed()
  }

  #missed(): void {
    for (const { onGap } of this.#listeners) onGap?.()
  }

  #hurry = (): void => {
    if (document.visibilityState !== 'visible' || this.#socket) return
    this.#tries = 0
    this.#open()
  }

  /** After a sleep a socket may look open though nobody is at its other end. */
  #lookAfter(): void {
    if (this.#socket && Date.now() - this.#heardAt > silentMilliseconds) this.#drop()
    if (!this.#socket && this.status !== 'lost') this.#lose(1006)
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
  }

  #become(status: LiveStatus): void {
    if (status === this.status) return
    this.status = status
    for (const effect of this.#statusListeners) effect()
  }
}
