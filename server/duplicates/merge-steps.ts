import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'

/** One contact, the source, becoming part of another, the target. */
export interface Merge {
  id: string
  actor: Actor
  organizationId: string
  sourceId: string
  targetId: string
  mergedAt: Date
}

/** What an undo leaves as it is, because it came or was changed after the merge. */
export interface Kept {
  what: string
  id: string
  message: string
}

/** What came after the merge and stays with the contact that is left, whosever it was meant to be. */
export interface Stayed {
  conversations: number
  messages: number
}

export interface Parting {
  kept: Kept[]
  stayed: Stayed
}

/**
 * What a higher floor does when contacts merge, in the same transaction, while both contacts are held. What `follow`
 * answers is kept as JSON for `undo`.
 */
export interface MergeStep {
  name: string
  follow: (trx: Trx, merge: Merge) => Promise<unknown>
  undo: (trx: Trx, merge: Merge, saved: unknown) => Promise<Parting>
}
