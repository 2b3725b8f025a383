import type { Duplex } from 'node:stream'

import type { WebSocket } from 'ws'

import type { Door, Ending, Telling } from '../platform/live/follower.ts'
import { frameOf } from './wording.ts'

/** Bytes that may wait for who reads slowly; the rest waits in the log. */
const mostWaiting = 262_144

/** What a socket is closed with, by the reason; 4000 to 4999 are an application's own. */
const closeCodes: Record<string, number> = {
  server_stopping: 1001,
  bad_frame: 4400,
  invalid_token: 4401,
  signed_out: 4401,
  session_ended: 4401,
  token_expired: 4401,
  no_hello: 4408,
  cursor_expired: 4410,
  too_slow: 4413,
  too_many_frames: 4429,
  too_many_live_connections: 4429,
}
const otherCloseCode = 4500

/** A WebSocket as the way out to one listener. */
export class LiveSocket implements Door {
  readonly #socket: WebSocket
  readonly #connection: Duplex
  #hasAnswered = true

  constructor(socket: WebSocket, connection: Duplex) {
    this.#socket = socket
    this.#connection = connection
    socket.on('pong', () => (this.#hasAnswered = true))
  }

  tell(telling: Telling): void {
    this.#send(frameOf(telling))
  }

  /** Outside the log. Who does not even take that does without. */
  say(frame: object): void {
    if (!this.isFull()) this.#send(Buffer.from(JSON.stringify(frame)))
  }

  /**
   * A browser answers a ping by itself; who did not answer the last one is gone. Its page does not see pings, so what it
   * hears by is the position.
   */
  beat(position: number): void {
    if (!this.#hasAnswered) return this.#socket.terminate()
    this.#hasAnswered = false
    this.#socket.ping()
    this.say({ type: 'position', position })
  }

  isFull(): boolean {
    return this.#socket.bufferedAmount > mostWaiting
  }

  whenTaken(effect: () => void): void {
    this.#connection.once('drain', effect)
  }

  end({ code, message }: Ending): void {
    if (this.isFull()) return this.#socket.terminate()
    this.say(code === 'session_ended' ? { type: 'ended', code } : { type: 'error', code, message })
    this.#socket.close(closeCodes[code] ?? otherCloseCode, code)
  }

  #send(frame: Buffer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame, { binary: false })
  }
}
