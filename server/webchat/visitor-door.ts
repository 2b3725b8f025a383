import { sql } from 'kysely'

import type { LiveSocket } from '../live/live-socket.ts'
import type { Door, Ending, Telling } from '../platform/live/follower.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Links } from '../files/links.ts'
import { openRequest } from './csat.ts'
import { seenUntil, shownMessages } from './projection.ts'
import type { News, VisitorListener } from './visitor-listener.ts'
import { standingOf } from './visitors.ts'

const mostWaiting = 200
const mostRead = 50

export interface DoorTools {
  db: Database
  links: Links
  log: Log
}

/** Puts what happens into the words of a visitor's page, one thing after another, in the order in which it happened. */
export class VisitorDoor implements Door {
  readonly #tools: DoorTools
  readonly #secret: string
  readonly #listener: VisitorListener
  readonly #socket: LiveSocket
  readonly #moved: () => Promise<void>
  #waiting = 0
  #isOver = false
  #readUntil = ''
  #work: Promise<void> = Promise.resolve()
  #taken: (() => void) | undefined

  constructor(
    tools: DoorTools,
    of: { secret: string; listener: VisitorListener; socket: LiveSocket; moved: () => Promise<void> },
  ) {
    this.#tools = tools
    this.#secret = of.secret
    this.#listener = of.listener
    this.#socket = of.socket
    this.#moved = of.moved
  }

  tell(telling: Telling): void {
    const news = telling as News
    this.#then(() => this.#say(news))
  }

  beat(): void {
    // Of how far the log has been looked through it is told nothing.
    this.#socket.beat(0)
  }

  isFull(): boolean {
    return this.#waiting >= mostWaiting || this.#socket.isFull()
  }

  whenTaken(effect: () => void): void {
    if (this.#socket.isFull()) this.#socket.whenTaken(effect)
    else this.#taken = effect
  }

  end(ending: Ending): void {
    this.#isOver = true
    this.#listener.finish()
    this.#socket.end(ending)
  }

  /** Whether it may stay, and what it is to hear of from now on. */
  look(): Promise<void> {
    this.#then(() => this.#look())
    return this.#work
  }

  #then(work: () => Promise<void>): void {
    this.#waiting++
    this.#work = this.#work
      .then(() => (this.#isOver ? undefined : work()))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#waiting--
        const taken = this.#taken
        this.#taken = undefined
        taken?.()
      })
  }

  /** What it has missed it fetches when it comes back. */
  #fail(error: unknown): void {
    this.#tools.log.warn(error, 'Telling a visitor failed.')
    this.end({ code: 'internal_error', message: 'Something went wrong: come back.' })
  }

  async #look(): Promise<void> {
    const before = this.#listener.standing.conversation?.id
    const standing = await standingOf(this.#tools.db, this.#secret)
    if (!standing || standing.isBlocked) return this.end(ended)
    this.#listener.standing = standing
    if (standing.conversation && standing.conversation.id !== before) await this.#moved()
    await this.#noteSeen()
  }

  async #say(news: News): Promise<void> {
    if (news.type === 'standing') return this.#look()
    if (news.type === 'message') return this.#sayMessage(news.messageId!)
    if (news.type === 'seen') return this.#saySeen()
    await this.#look()
    const { conversation, visitor } = this.#listener.standing
    if (!conversation) return
    if (news.type === 'conversation') {
      return this.#socket.say({ type: 'conversation', isResolved: conversation.isResolved })
    }
    const open = await openRequest(this.#tools.db, { ...visitor, id: conversation.id }, new Date())
    this.#socket.say({ type: 'csat', isAsked: open !== undefined })
  }

  async #sayMessage(id: string): Promise<void> {
    if (!this.#listener.standing.conversation) await this.#look()
    const { db, links } = this.#tools
    const [message] = await shownMessages(db, links, this.#listener.standing, { where: sql`m.id = ${id}`, most: 1 })
    if (message && !this.#isOver) this.#socket.say({ type: 'message', message })
  }

  /** Those of the visitor's messages that somebody has read since. */
  async #saySeen(): Promise<void> {
    const before = this.#readUntil
    await this.#look()
    if (this.#isOver || this.#readUntil <= before) return
    const { db, links } = this.#tools
    const where = sql`m.direction = 'inbound' and m.id > ${before} and m.id <= ${this.#readUntil}`
    const read = await shownMessages(db, links, this.#listener.standing, { where, order: 'desc', most: mostRead })
    for (const message of read.toReversed()) this.#socket.say({ type: 'message', message })
  }

  async #noteSeen(): Promise<void> {
    const { conversation, visitor } = this.#listener.standing
    if (conversation) this.#readUntil = await seenUntil(this.#tools.db, visitor.organizationId, conversation)
  }
}

const ended: Ending = { code: 'session_ended', message: 'This session is over.' }
