import type { Actor } from '../identity/actor.ts'
import type { Event } from '../platform/events/log.ts'
import type { Ending, Telling } from '../platform/live/follower.ts'
import type { Facts } from './facts.ts'
import type { Listener, Someone } from './listener.ts'

const nothing: readonly Telling[] = []

/** A user, or a program with a user's token or key: hears what it could read over the API at this moment. */
export class UserListener implements Listener {
  readonly hearsOfColleagues = true
  readonly token: string
  actor: Actor
  #expiresAt: number | undefined

  constructor(token: string, actor: Actor, expiresAt: number | undefined) {
    this.token = token
    this.actor = actor
    this.#expiresAt = expiresAt
  }

  get organizationId(): string {
    return this.actor.organizationId
  }

  get someone(): Someone {
    return { actorType: this.actor.type, actorId: this.actor.id ?? '' }
  }

  /** With the rights that its user has by now; answers whether those are others than before. */
  become(actor: Actor): boolean {
    const isLookingIn = actor.organizationId !== this.organizationId
    const before = this.actor
    this.actor = isLookingIn ? { ...before, role: actor.role } : actor
    return before.role !== actor.role || (!isLookingIn && before.departmentId !== actor.departmentId)
  }

  hear(event: Event, facts: Facts): readonly Telling[] {
    const actor = facts.present(this.actor)
    if (!actor || this.overAt(Date.now())) return nothing
    const { place, roles, userIds, told, lost, departments } = facts.audienceOf(event)
    if (userIds.includes(actor.userId ?? '')) return told
    const isMine = event.subjectId === actor.userId
    if (actor.role === 'DEPARTMENT_HEAD' && !isMine && departments.includes(actor.departmentId ?? '')) {
      return [...told, accessChanged(actor, event)]
    }
    if (place ? facts.sees(actor, facts.find(place.id) ?? place.before) : roles.includes(actor.role)) return told
    return lost && (!lost.before || facts.sees(actor, lost.before)) ? lost.told : nothing
  }

  sees(conversationId: string, facts: Facts): boolean {
    const actor = facts.present(this.actor)
    const found = facts.find(conversationId)
    return actor !== undefined && found !== undefined && facts.sees(actor, found)
  }

  overAt(now: number): Ending | undefined {
    if (this.actor.userId === null && this.actor.role !== 'SUPERADMIN') return noneOfIts
    return this.#expiresAt !== undefined && this.#expiresAt <= now ? expired : undefined
  }
}

/** The role and the department are the same; who is in it, and so what is seen, is not. */
function accessChanged({ role, departmentId }: Actor, { position }: Event): Telling {
  return { type: 'access.changed', position, role, departmentId } as Telling
}

const expired: Ending = {
  code: 'token_expired',
  message: 'The token has expired: log in again, and go on from your cursor.',
}

const noneOfIts: Ending = { code: 'signed_out', message: 'Only a SUPERADMIN looks into another organization.' }
