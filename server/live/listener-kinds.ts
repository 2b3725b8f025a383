import type { Actor } from '../identity/actor.ts'
import { readBearer } from '../identity/authentication.ts'
import { sessionKeyOf } from '../identity/credentials.ts'
import { isCsrfToken } from '../identity/sessions.ts'
import type { Tokens } from '../identity/tokens.ts'
import type { Database } from '../platform/database.ts'
import type { Door } from '../platform/live/follower.ts'
import type { Listener } from './listener.ts'
import type { LiveSocket } from './live-socket.ts'
import type { Attendee, Presence } from './presence.ts'
import { UserListener } from './user-listener.ts'

/** What a socket says of itself first. */
export interface Hello {
  token?: string
  /** Instead of the token, from a page of ours: that of the session whose cookie the browser brought. */
  csrfToken?: string
  after?: number
  types?: string[]
}

/** Where a page that opens a socket came from, and how it called us; undefined for what is no page. */
export interface Arrival {
  origin: string | undefined
  host: string | undefined
  cookie?: string | undefined
}

/** Who is no user: it is spoken to in frames of its own, and learns nothing of the log, not even how long it is. */
export interface Guest {
  doorBehind: (socket: LiveSocket) => Door
  /** What it is told of what is not in the log; undefined for what is not its business. */
  overhear: (frame: object) => object | undefined
  /** Once it follows: nothing that happens from now on is missed. */
  arrive: (attendee: Attendee, presence: Presence) => Promise<void>
  hear: (text: string, attendee: Attendee, presence: Presence) => Promise<void>
}

export interface Welcomed {
  listener: Listener
  user?: Actor
  guest?: Guest
}

/** Who may open a socket, and as what. The first kind that knows the token has the listener. */
export interface ListenerKind {
  /** Whether a page from there may try at all; before anything is known of who it is. */
  mayTry: (arrival: Arrival) => boolean | Promise<boolean>
  /** Undefined where the token is none of this kind; refuses one that is, and is not good. */
  welcome: (hello: Hello, arrival: Arrival) => Promise<Welcomed | undefined>
}

/** Users, from our own pages and from programs, which have no origin. */
export function users(db: Database, tokens: Tokens, publicUrl: string): ListenerKind {
  const own = new URL(publicUrl).origin
  const mayTry = ({ origin, host }: Arrival) => {
    if (origin === undefined || origin === own) return true
    return host !== undefined && URL.parse(origin)?.host === host
  }
  return {
    mayTry,
    async welcome(hello, arrival) {
      const token = hello.token ?? sessionKeyIn(hello, arrival)
      if (token === undefined || !mayTry(arrival)) return undefined
      const { actor, expiresAt } = await readBearer(db, tokens, token)
      return { listener: new UserListener(token, actor, expiresAt), user: actor }
    },
  }
}

function sessionKeyIn({ csrfToken }: Hello, { cookie }: Arrival): string | undefined {
  const key = sessionKeyOf(cookie)
  return key !== undefined && isCsrfToken(key, csrfToken) ? key : undefined
}
