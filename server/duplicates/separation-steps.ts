import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'

/** A part of one contact becoming a contact of its own. */
export interface Separation {
  actor: Actor
  organizationId: string
  originalId: string
  newId: string
  /** Of the new one; null if it has none. */
  phoneNumber: string | null
  /** The conversations that the new one gets. */
  conversations: string[]
  /** All that were named, to be refused if they are not the original's. */
  named: string[]
  /** Conversations of which it gets a part: by their ids, the first message of it. */
  splits: Record<string, string>
}

export interface Parted {
  conversationsMoved: number
  messagesReassigned: number
}

/** What a higher floor does when a contact is separated, in the same transaction, while both contacts are held. */
export interface SeparationStep {
  part: (trx: Trx, separation: Separation) => Promise<Parted>
}
