import { sql } from 'kysely'

import type { AccessRole } from '../identity/actor.ts'
import { isAdmin } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { belongsToOneOf } from '../identity/visibility.ts'
import type { Belonging } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import { audienceOf, placeOf } from './audience.ts'
import type { Audience } from './audience.ts'

interface Member {
  id: string
  role: AccessRole
  departmentId: string | null
  isActive: boolean
}

type Thing = Belonging & { id: string }

/** What decides who hears of some events, as it is at the moment at which they are handed on. */
export class Facts {
  readonly #members: Map<string, Member>
  readonly #things: Map<string, Thing>
  readonly #eyes = new Map<string, ReadonlySet<string>>()
  readonly #audiences = new Map<Event, Audience>()
  readonly #present = new Map<Actor, Actor | undefined>()

  constructor(members: Member[], things: Thing[]) {
    this.#members = new Map(members.map((member) => [member.id, member]))
    this.#things = new Map(things.map((thing) => [thing.id, thing]))
  }

  /** The actor with the role and the department of this moment; undefined for who is out. */
  present(actor: Actor): Actor | undefined {
    if (!this.#present.has(actor)) this.#present.set(actor, this.#findPresent(actor))
    return this.#present.get(actor)
  }

  #findPresent(actor: Actor): Actor | undefined {
    // Who looks in from another organization is no member of this one.
    if (actor.userId === null) return actor
    const member = this.#members.get(actor.userId)
    if (!member?.isActive) return undefined
    return { ...actor, role: member.role, departmentId: member.departmentId }
  }

  audienceOf(event: Event): Audience {
    const known = this.#audiences.get(event) ?? audienceOf(event)
    this.#audiences.set(event, known)
    return known
  }

  /** Whose the contact or the conversation is; undefined for what is not there. */
  find(id: string): Belonging | undefined {
    return this.#things.get(id)
  }

  /** Whether it belongs to somebody through whose eyes the actor sees. */
  sees(actor: Actor, belonging: Belonging | undefined): boolean {
    if (isAdmin(actor)) return true
    return belonging !== undefined && belongsToOneOf(this.#eyesOf(actor), belonging)
  }

  #eyesOf({ userId, role, departmentId }: Actor): ReadonlySet<string> {
    const key = role === 'DEPARTMENT_HEAD' ? `${userId} ${departmentId}` : (userId ?? '')
    const known =
      this.#eyes.get(key) ?? new Set(this.#viewers(userId, role === 'DEPARTMENT_HEAD' ? departmentId : null))
    this.#eyes.set(key, known)
    return known
  }

  #viewers(userId: string | null, departmentId: string | null): string[] {
    const colleagues = [...this.#members.values()].filter((each) => each.departmentId === departmentId)
    return [...(userId === null ? [] : [userId]), ...(departmentId === null ? [] : colleagues.map(({ id }) => id))]
  }
}

/** In one statement for all who listen and all that happened. */
export async function readFacts(
  db: Database,
  organizationId: string,
  events: readonly Event[],
  conversationIds: string[] = [],
): Promise<Facts> {
  const places = events.map((event) => placeOf(event))
  const conversations = [...conversationIds, ...idsOf(places, 'conversation')]
  const contacts = idsOf(places, 'contact')
  const found = await sql<{ members: Member[]; conversations: Thing[]; contacts: Thing[] }>`
    select
      coalesce((
        select json_agg(json_build_object(
          'id', u.id, 'role', u.access_role, 'departmentId', u.department_id, 'isActive', u.disabled_at is null
        ))
        from users u where u.organization_id = ${organizationId} and u.deleted_at is null
      ), '[]') as members,
      coalesce((
        select json_agg(json_build_object('id', v.id, 'userId', v.user_id, 'assignees', array(
          select a.user_id from conversation_assignees a
          where a.organization_id = ${organizationId} and a.conversation_id = v.id
        )))
        from conversations v
        where v.organization_id = ${organizationId} and v.id = any(${conversations}) and v.contact_id is not null
      ), '[]') as conversations,
      coalesce((
        select json_agg(json_build_object('id', c.id, 'userId', c.user_id, 'assignees', array(
          select a.user_id from contact_assignees a
          where a.organization_id = ${organizationId} and a.contact_id = c.id
        )))
        from contacts c where c.organization_id = ${organizationId} and c.id = any(${contacts})
      ), '[]') as contacts
  `.execute(db)
  const row = found.rows[0]!
  return new Facts(row.members, [...row.conversations, ...row.contacts])
}

function idsOf(places: Array<{ noun: string; id: string } | undefined>, noun: string): string[] {
  return [...new Set(places.filter((place) => place?.noun === noun).map((place) => place!.id))]
}
