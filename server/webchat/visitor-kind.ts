import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

import type { users } from '../live/listener-kinds.ts'
import type { Guest, ListenerKind } from '../live/listener-kinds.ts'
import type { LiveSocket } from '../live/live-socket.ts'
import type { Attendee, Presence } from '../live/presence.ts'
import { Refusal } from '../platform/errors.ts'
import { VisitorDoor } from './visitor-door.ts'
import type { DoorTools } from './visitor-door.ts'
import { VisitorListener } from './visitor-listener.ts'
import { changeVisitor, enter, noted, sessionEnded } from './visitors.ts'
import type { Visit, Visitor } from './visitors.ts'

const pagePauseMilliseconds = 2000

const Frame = Compile(
  Type.Union([
    Type.Object({ type: Type.Literal('typing') }),
    Type.Object({
      type: Type.Literal('page'),
      url: Type.String({ maxLength: 4000 }),
      title: Type.Optional(Type.String({ maxLength: 4000 })),
    }),
  ]),
)

/** Visitors, from our own pages only: the widget's panel is one, wherever it is shown. */
export function visitors(tools: DoorTools, mayTry: ReturnType<typeof users>['mayTry']): ListenerKind {
  return {
    mayTry,
    async welcome({ token }, arrival) {
      if (!token?.startsWith('wc_') || !(await mayTry(arrival))) return undefined
      const standing = await enter(tools.db, token)
      if (standing.isBlocked) throw sessionEnded()
      const listener = new VisitorListener(standing)
      return { listener, guest: new VisitorGuest(tools, token, listener) }
    },
  }
}

class VisitorGuest implements Guest {
  readonly #tools: DoorTools
  readonly #secret: string
  readonly #listener: VisitorListener
  #door: VisitorDoor | undefined
  #moved: () => Promise<void> = () => Promise.resolve()
  #page: Visit = {}
  #pageAt = 0
  #isPageNoted = false

  constructor(tools: DoorTools, secret: string, listener: VisitorListener) {
    this.#tools = tools
    this.#secret = secret
    this.#listener = listener
  }

  doorBehind(socket: LiveSocket): VisitorDoor {
    const of = { secret: this.#secret, listener: this.#listener, socket, moved: () => this.#moved() }
    this.#door = new VisitorDoor(this.#tools, of)
    return this.#door
  }

  overhear(frame: object): object | undefined {
    const { type, actorType, isTyping } = frame as { type?: string; actorType?: string; isTyping?: boolean }
    return type === 'typing' && actorType !== 'visitor' ? { type: 'typing', isTyping } : undefined
  }

  async arrive(attendee: Attendee, presence: Presence): Promise<void> {
    this.#moved = () => this.#look(attendee, presence)
    await this.#moved()
    // Something may have changed while it was on its way in.
    await this.#door?.look()
  }

  async hear(text: string, attendee: Attendee, presence: Presence): Promise<void> {
    const frame = parse(text)
    const { conversation, visitor } = this.#listener.standing
    if (frame.type === 'typing') {
      if (conversation) await presence.type(attendee, conversation.id, true)
      return
    }
    this.#page = { page: frame.url, pageTitle: frame.title }
    const pause = this.#pageAt + pagePauseMilliseconds - Date.now()
    if (pause <= 0) return this.#notePage(visitor)
    // Of many pages in short succession the last one is where the visitor is.
    if (this.#isPageNoted) return
    this.#isPageNoted = true
    setTimeout(() => void this.#notePage(visitor).catch(() => undefined), pause).unref()
  }

  async #notePage(visitor: Visitor): Promise<void> {
    this.#isPageNoted = false
    this.#pageAt = Date.now()
    const changed = await changeVisitor(this.#tools.db, visitor, noted(this.#page))
    if (!changed) await this.#door?.look()
  }

  /** Whoever sees the conversation sees that the visitor is there. */
  async #look(attendee: Attendee, presence: Presence): Promise<void> {
    await presence.look(attendee, this.#listener.standing.conversation?.id ?? null)
  }
}

function parse(text: string) {
  const frame = json(text)
  if (Frame.Check(frame)) return frame
  throw new Refusal(400, 'bad_frame', 'Only typing and page are understood here.')
}

function json(text: string): unknown {
  try {
    // What the database cannot keep is not worth a page's name.
    return JSON.parse(text.replaceAll('\\u0000', ''))
  } catch {
    return undefined
  }
}
