import type { Event } from '../platform/events/log.ts'
import type { Listening, Telling } from '../platform/live/follower.ts'
import type { Facts } from './facts.ts'

/** Who is there, as typing and presence name it. */
export interface Someone {
  actorType: string
  actorId: string
}

/**
 * A kind of listener: a user is one, and whoever else is to hear live what happens is another. It is asked of every single
 * event, with what is known at that moment.
 */
export interface Listener extends Listening {
  someone: Someone
  /** What it is told of this event: the event, something in its place, or nothing. */
  hear: (event: Event, facts: Facts) => readonly Telling[]
  /** Whether it may see this conversation: who writes in it and who looks at it. */
  sees: (conversationId: string, facts: Facts) => boolean
  /** Whether it is told which users are there. */
  hearsOfColleagues: boolean
}
