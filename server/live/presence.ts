import { randomBytes } from 'node:crypto'

import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Signals } from '../platform/signals.ts'
import { Claims } from './claims.ts'
import type { Claim } from './claims.ts'
import { readFacts } from './facts.ts'
import type { Facts } from './facts.ts'
import type { Listener, Someone } from './listener.ts'
import { Rounds } from './rounds.ts'
import { Typing } from './typing.ts'

export const presenceTopic = 'presence'
const refreshMilliseconds = 15_000
const sweepMilliseconds = 1000
// Below the 8,000 bytes of a notification, with room for what is sent along.
const mostLetters = 6000

/** Of a conversation somebody writes in, said again every few seconds. What comes of it is nobody's concern here. */
export type TypingHeard = (organizationId: string, conversationId: string) => Promise<void>

interface PresenceTools {
  db: Database
  signals: Signals
  log: Log
  onTyping?: TypingHeard
}

/** Somebody who is connected by a socket. */
export interface Attendee {
  listener: Listener
  /** The conversation that is open before them. */
  looking: string | null
  say: (frame: object) => void
}

/** What those are told who may see the conversation. */
interface News {
  conversationId: string
  frame: () => { type: string; actors?: Someone[] }
  except?: Someone
}

/** What processes say to each other. */
export interface Hearsay {
  organizationId: string
  process: string
  /** Everybody of these who is there, in this process. */
  there?: Array<Omit<Claim, 'process'>>
  gone?: Someone
  typing?: Someone & { conversationId: string; isTyping: boolean }
  /** Somebody there does not know yet who else is. */
  asks?: true
}

/**
 * Who is there, who looks at which conversation and who writes in it. None of it is kept: it travels by signals, each process
 * says again and again who is connected to it, and what is not said again is over.
 */
export class Presence {
  readonly #tools: PresenceTools
  readonly #process = randomBytes(6).toString('hex')
  readonly #attendees = new Map<string, Set<Attendee>>()
  readonly #claims = new Map<string, Claims>()
  readonly #typing = new Typing((organizationId, typing) => this.#tellTyping(organizationId, typing))
  readonly #rounds = new Rounds<News>((organizationId, news) => this.#tellRound(organizationId, news))
  readonly #forget: () => void
  #refreshing: NodeJS.Timeout | undefined
  #sweeping: NodeJS.Timeout | undefined

  constructor(tools: PresenceTools) {
    this.#tools = tools
    this.#forget = tools.signals.on(presenceTopic, (payload) => this.#hear(JSON.parse(payload) as Hearsay))
  }

  enter(attendee: Attendee): void {
    const { organizationId } = attendee.listener
    const others = this.#attendees.get(organizationId)
    this.#attendees.set(organizationId, (others ?? new Set()).add(attendee))
    this.#refreshing ??= setInterval(() => this.#refresh(), refreshMilliseconds).unref()
    this.#sweeping ??= setInterval(() => this.sweep(), sweepMilliseconds).unref()
    if (!others) this.#send({ organizationId, asks: true })
    this.#claim(attendee)
  }

  leave(attendee: Attendee): void {
    const { organizationId, someone } = attendee.listener
    const others = this.#attendees.get(organizationId)
    if (!others?.delete(attendee)) return
    for (const conversationId of this.#typing.of(organizationId, someone)) this.#write(attendee, conversationId, false)
    this.#claim(attendee)
    if (others.size === 0) {
      this.#attendees.delete(organizationId)
      this.#claims.delete(organizationId)
    }
    if (this.#attendees.size === 0) this.#rest()
  }

  /** Who is there by now, whoever they are connected to. */
  onlineIn(organizationId: string): Someone[] {
    return this.#claimsOf(organizationId).everyone().filter(isColleague)
  }

  /** Answers false where the conversation is none that they may see. */
  async look(attendee: Attendee, conversationId: string | null): Promise<boolean> {
    const { organizationId } = attendee.listener
    if (conversationId !== null && !(await this.#maySee(attendee, conversationId))) return false
    attendee.looking = conversationId
    if (!this.#attendees.get(organizationId)?.has(attendee)) return true
    this.#claim(attendee)
    if (conversationId !== null) {
      const frame = this.#lookersFrame(organizationId, conversationId)
      told.get(attendee)?.delete(conversationId)
      tellChange(attendee, conversationId, frame)
    }
    return true
  }

  async type(attendee: Attendee, conversationId: string, isTyping: boolean): Promise<boolean> {
    const { organizationId, someone } = attendee.listener
    if (isTyping && this.#typing.isFresh(organizationId, { ...someone, conversationId })) return true
    if (!(await this.#maySee(attendee, conversationId))) return false
    this.#write(attendee, conversationId, isTyping)
    const { onTyping, log } = this.#tools
    if (isTyping && someone.actorType === 'user') {
      onTyping?.(organizationId, conversationId).catch((error: unknown) =>
        log.debug(error, 'Nobody was shown that somebody writes.'),
      )
    }
    return true
  }

  /** Ends what has not been said again. */
  sweep(now = Date.now()): void {
    this.#typing.sweep(now)
    for (const [organizationId, claims] of this.#claims) {
      for (const claim of claims.stale(now)) this.#note(organizationId, claim.someone, claims.unsay(claim))
    }
  }

  stop(): void {
    for (const attendees of this.#attendees.values()) for (const attendee of attendees) this.leave(attendee)
    this.#forget()
  }

  #write({ listener }: Attendee, conversationId: string, isTyping: boolean): void {
    const { organizationId, someone } = listener
    this.#send({ organizationId, typing: { ...someone, conversationId, isTyping } })
  }

  /** Says of somebody what all of their sockets here come to. */
  #claim({ listener: { organizationId, someone } }: Attendee): void {
    const [claim] = this.#claimsHere(organizationId, someone)
    this.#send(claim ? { organizationId, there: [claim] } : { organizationId, gone: someone })
  }

  #claimsHere(organizationId: string, only?: Someone): Array<Omit<Claim, 'process'>> {
    const claims = new Map<string, { someone: Someone; looking: string[] }>()
    for (const { listener, looking } of this.#attendees.get(organizationId) ?? []) {
      if (only && !isSame(only, listener.someone)) continue
      const claim = claims.get(listener.someone.actorId) ?? { someone: listener.someone, looking: [] }
      if (looking !== null && !claim.looking.includes(looking)) claim.looking.push(looking)
      claims.set(listener.someone.actorId, claim)
    }
    return [...claims.values()]
  }

  #refresh(only?: string): void {
    for (const organizationId of only === undefined ? this.#attendees.keys() : [only]) {
      for (const there of inPieces(this.#claimsHere(organizationId))) this.#send({ organizationId, there })
    }
  }

  #send(hearsay: Omit<Hearsay, 'process'>): void {
    this.#tools.signals.send(presenceTopic, JSON.stringify({ ...hearsay, process: this.#process }))
  }

  #hear({ organizationId, process, there = [], gone, typing, asks }: Hearsay): void {
    if (!this.#attendees.has(organizationId)) return
    const claims = this.#claimsOf(organizationId)
    for (const claim of there) this.#note(organizationId, claim.someone, claims.say({ ...claim, process }))
    if (gone) this.#note(organizationId, gone, claims.unsay({ process, someone: gone }))
    if (typing) this.#typing.note(organizationId, typing)
    if (asks && process !== this.#process) this.#refresh(organizationId)
  }

  #note(organizationId: string, someone: Someone, difference: ReturnType<Claims['say']>): void {
    const { online, conversationIds } = difference
    if (online !== undefined) this.#tellColleagues(organizationId, someone, online)
    for (const conversationId of conversationIds) {
      const frame = () => this.#lookersFrame(organizationId, conversationId)
      this.#rounds.add(organizationId, `looking ${conversationId}`, { conversationId, frame })
    }
  }

  #tellTyping(organizationId: string, typing: Someone & { conversationId: string; isTyping: boolean }): void {
    const { conversationId, actorType, actorId } = typing
    const frame = () => ({ type: 'typing', ...typing })
    const news = { conversationId, frame, except: typing }
    this.#rounds.add(organizationId, `typing ${conversationId} ${actorType} ${actorId}`, news)
  }

  #lookersFrame(organizationId: string, conversationId: string) {
    return { type: 'looking', conversationId, actors: this.#claimsOf(organizationId).lookingAt(conversationId) }
  }

  #tellColleagues(organizationId: string, someone: Someone, isOnline: boolean): void {
    if (!isColleague(someone)) return
    for (const { listener, say } of this.#attendees.get(organizationId) ?? []) {
      if (!listener.hearsOfColleagues || isSame(someone, listener.someone)) continue
      say({ type: 'presence', ...someone, isOnline })
    }
  }

  async #tellRound(organizationId: string, news: News[]): Promise<void> {
    try {
      const attendees = [...(this.#attendees.get(organizationId) ?? [])]
      if (attendees.length === 0) return
      const conversationIds = news.map(({ conversationId }) => conversationId)
      const facts = await readFacts(this.#tools.db, organizationId, [], conversationIds)
      for (const each of news) tellOf(each, attendees, facts)
    } catch (error) {
      this.#tools.log.warn(error, 'Telling who is there failed.')
    }
  }

  async #maySee({ listener }: Attendee, conversationId: string): Promise<boolean> {
    const facts = await readFacts(this.#tools.db, listener.organizationId, [], [conversationId])
    return listener.sees(conversationId, facts)
  }

  #claimsOf(organizationId: string): Claims {
    const claims = this.#claims.get(organizationId) ?? new Claims()
    if (this.#attendees.has(organizationId)) this.#claims.set(organizationId, claims)
    return claims
  }

  #rest(): void {
    clearInterval(this.#refreshing)
    clearInterval(this.#sweeping)
    this.#refreshing = undefined
    this.#sweeping = undefined
  }
}

/** Who looks at what, as each was told last. */
const told = new WeakMap<Attendee, Map<string, string>>()

/** Several rounds may come to the same: only what is another than before is told. */
function tellChange(attendee: Attendee, conversationId: string, frame: { type: string; actors?: Someone[] }): void {
  if (frame.type === 'looking') {
    const before = told.get(attendee) ?? new Map<string, string>()
    told.set(attendee, before)
    const actors = JSON.stringify(frame.actors)
    if (before.get(conversationId) === actors) return
    if (frame.actors?.length === 0) before.delete(conversationId)
    else before.set(conversationId, actors)
  }
  attendee.say(frame)
}

function tellOf({ conversationId, frame, except }: News, attendees: Attendee[], facts: Facts): void {
  for (const attendee of attendees) {
    const { listener } = attendee
    if (except && isSame(except, listener.someone)) continue
    if (listener.sees(conversationId, facts)) tellChange(attendee, conversationId, frame())
  }
}

/** That a visitor is there, those are told who may see its conversation: it looks at it. */
function isColleague({ actorType }: Someone): boolean {
  return actorType !== 'visitor'
}

function isSame(one: Someone, other: Someone): boolean {
  return one.actorId === other.actorId && one.actorType === other.actorType
}

function inPieces(claims: Array<Omit<Claim, 'process'>>): Array<Array<Omit<Claim, 'process'>>> {
  const pieces: Array<Array<Omit<Claim, 'process'>>> = []
  let letters = mostLetters
  for (const claim of claims) {
    letters += JSON.stringify(claim).length
    if (letters > mostLetters) {
      pieces.push([])
      letters = 0
    }
    pieces.at(-1)!.push(claim)
  }
  return pieces
}
