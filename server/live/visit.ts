import type { Duplex } from 'node:stream'

import type { RawData, WebSocket } from 'ws'

import { Refusal } from '../platform/errors.ts'
import type { Follower } from '../platform/live/follower.ts'
import type { Log } from '../platform/log.ts'
import type { House } from './house.ts'
import type { Arrival, Guest, Hello, ListenerKind, Welcomed } from './listener-kinds.ts'
import type { Listener } from './listener.ts'
import { LiveSocket } from './live-socket.ts'
import type { Attendee } from './presence.ts'
import { readHello, readLater } from './socket-frames.ts'

const mostFramesASecond = 20

const mostWaiting = 40

const tooMany = new Refusal(429, 'too_many_frames', `More than ${mostFramesASecond} frames a second are too many.`)

interface VisitTools {
  socket: WebSocket
  connection: Duplex
  arrival: Arrival
  house: House
  kinds: ListenerKind[]
  log: Log
  /** Said who it is, or left. */
  isKnown: () => void
}

/** One socket from its first frame to its end. */
export class Visit {
  readonly #tools: VisitTools
  readonly #door: LiveSocket
  #state: 'unknown' | 'inside' | 'over' = 'unknown'
  #hasBeenAsked = false
  /** Frames that have come and are not done with yet. */
  #waiting = 0
  #turn: Promise<void> = Promise.resolve()
  #frames = { second: 0, count: 0 }
  #leave: () => void = () => undefined
  #attendee: Attendee | undefined
  #guest: Guest | undefined

  constructor(tools: VisitTools) {
    const { socket, connection } = tools
    this.#tools = tools
    this.#door = new LiveSocket(socket, connection)
    socket.on('error', () => socket.terminate())
    socket.on('message', (data, isBinary) => this.#take(data, isBinary))
    socket.on('ping', () => this.#counted(() => undefined))
    socket.once('close', () => this.#end())
  }

  /** Turned to for the second time, it had all the time there is. */
  isTooLong(): void {
    if (this.#hasBeenAsked) this.#door.end({ code: 'no_hello', message: 'Nobody said who this is.' })
    this.#hasBeenAsked = true
  }

  /** To somebody else, while it has not said who it is. */
  giveWay(): void {
    this.#end()
    this.#tools.socket.terminate()
  }

  #take(data: RawData, isBinary: boolean): void {
    this.#counted(() => {
      if (isBinary) throw new Refusal(400, 'bad_frame', 'Frames are text.')
      if (this.#waiting >= mostWaiting) throw tooMany
      const text = (data as Buffer).toString('utf8')
      this.#waiting++
      this.#turn = this.#turn.then(() => this.#hearInTurn(text))
    })
  }

  #counted(work: () => void): void {
    if (this.#isOver()) return
    try {
      this.#count()
      work()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** One after another: what was said last is what counts, however long the database takes for the first. */
  async #hearInTurn(text: string): Promise<void> {
    try {
      await this.#hear(text)
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#waiting--
    }
  }

  async #hear(text: string): Promise<void> {
    if (this.#isOver()) return
    const { presence } = this.#tools.house
    if (this.#attendee && this.#guest) return this.#guest.hear(text, this.#attendee, presence)
    if (this.#attendee) return this.#follow(this.#attendee, text)
    await this.#enter(readHello(text))
  }

  async #enter(hello: Hello): Promise<void> {
    const { house, isKnown } = this.#tools
    const welcomed = await this.#welcome(hello)
    const { listener, guest } = welcomed
    const { position, giveBack } = await house.admit(listener, guest ? undefined : hello.after)
    isKnown()
    if (this.#isOver()) return giveBack()
    this.#state = 'inside'
    this.#guest = guest
    const attendee = { listener, looking: null, say: (frame: object) => this.#say(frame) }
    this.#attendee = attendee
    house.presence.enter(attendee)
    this.#door.say(guest ? { type: 'welcome' } : this.#greeting(welcomed, position))
    const door = guest?.doorBehind(this.#door) ?? this.#door
    const follower = house.follow('socket', { listener, door, position, types: guest ? undefined : hello.types })
    this.#leave = () => this.#leaveAs(follower, giveBack)
    await guest?.arrive(attendee, house.presence)
  }

  #greeting({ listener, user }: Welcomed, position: number): object {
    const { presence } = this.#tools.house
    const online = listener.hearsOfColleagues ? presence.onlineIn(listener.organizationId) : []
    const shown = user && { _id: user.id, organizationId: user.organizationId, accessRole: user.role }
    return { type: 'welcome', position, user: shown, online }
  }

  #say(frame: object): void {
    const said = this.#guest ? this.#guest.overhear(frame) : frame
    if (said) this.#door.say(said)
  }

  async #welcome(hello: Hello): Promise<Welcomed> {
    for (const kind of this.#tools.kinds) {
      const welcomed = await kind.welcome(hello, this.#tools.arrival)
      if (welcomed) return welcomed
    }
    throw new Refusal(401, 'invalid_token', 'Invalid or expired token')
  }

  async #follow(attendee: Attendee, text: string): Promise<void> {
    const frame = readLater(text)
    const { presence } = this.#tools.house
    const { conversationId } = frame
    const isThere =
      frame.type === 'looking'
        ? await presence.look(attendee, frame.conversationId)
        : await presence.type(attendee, frame.conversationId, frame.isTyping ?? true)
    // It may have been taken away a moment ago: no reason to part.
    if (!isThere) this.#door.say({ type: 'error', code: 'conversation_not_found', conversationId })
  }

  #count(): void {
    const second = Math.floor(Date.now() / 1000)
    this.#frames = { second, count: second === this.#frames.second ? this.#frames.count + 1 : 1 }
    if (this.#frames.count <= mostFramesASecond) return
    throw tooMany
  }

  #fail(error: unknown): void {
    if (this.#isOver()) return
    if (!(error instanceof Refusal)) this.#tools.log.error(error, 'A live socket failed.')
    const { code, message } =
      error instanceof Refusal ? error : { code: 'internal_error', message: 'Something went wrong.' }
    this.#door.end({ code, message })
    this.#end()
  }

  #leaveAs(follower: Follower<Listener>, giveBack: () => void): void {
    this.#tools.house.leave('socket', follower)
    giveBack()
  }

  #isOver(): boolean {
    return this.#state === 'over'
  }

  #end(): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#tools.isKnown()
    if (this.#attendee) this.#tools.house.presence.leave(this.#attendee)
    this.#leave()
  }
}
