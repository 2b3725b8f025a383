import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'

export interface Played {
  id: string
  conversationId: string
  contactId: string
  visitorId?: string
}

/** Writes as a visitor of the webchat with this key, which is the actor's; undefined where there is none. */
export type PlayVisitor = (
  db: Database,
  actor: Actor,
  said: { from: string; key: string; content: string; clientId: string },
) => Promise<Played | undefined>
