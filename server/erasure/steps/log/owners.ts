import { sql } from 'kysely'

import type { Trx } from '../../../platform/database.ts'
import type { Work } from '../step.ts'

/** A merge may have joined what another one had joined before; not without end. */
const mostJoins = 20

/** By conversations that are gone, the contact that had them in the end; without those that never changed hands. */
export async function lastOwners(trx: Trx, work: Work, ids: string[]): Promise<Map<string, string>> {
  const owners = new Map<string, string>()
  let asked = new Map(ids.map((id) => [id, [id]]))
  for (let joins = 0; asked.size > 0 && joins < mostJoins; joins++) {
    const words = await lastWords(trx, work.organizationId, [...asked.keys()])
    const next = new Map<string, string[]>()
    for (const { conversationId, joinedTo, contactId } of words) {
      const origins = asked.get(conversationId)!
      if (contactId !== null) for (const id of origins) owners.set(id, contactId)
      if (joinedTo !== null) next.set(joinedTo, [...(next.get(joinedTo) ?? []), ...origins])
    }
    for (const [id, contactId] of await presentOwners(trx, work, [...next.keys()])) {
      for (const origin of next.get(id)!) owners.set(origin, contactId)
      next.delete(id)
    }
    asked = next
  }
  return owners
}

interface LastWord {
  conversationId: string
  joinedTo: string | null
  contactId: string | null
}

/** The last event that says whose it is: it was moved, parted from another, or joined to another. */
async function lastWords(trx: Trx, organizationId: string, ids: string[]): Promise<LastWord[]> {
  const found = await sql<LastWord>`
    select distinct on (w.conversation_id) w.conversation_id, w.joined_to, w.contact_id from (
      select e.subject_id as conversation_id, null as joined_to, e.data ->> 'contactId' as contact_id, e.id from events e
      where e.organization_id = ${organizationId} and e.subject_id = any(${ids})
        and e.type in ('conversation.moved', 'conversation.parted')
      union all
      select e.data ->> 'sourceId', e.subject_id, e.data ->> 'contactId', e.id from events e
      where e.organization_id = ${organizationId} and e.data ->> 'sourceId' = any(${ids}) and e.type = 'conversation.merged'
    ) w
    order by w.conversation_id, w.id desc
  `.execute(trx)
  return found.rows
}

/** A conversation of the person has no contact any more, or is gone. */
async function presentOwners(trx: Trx, { organizationId, erasureId, traces }: Work, ids: string[]) {
  const found = await sql<{ id: string; contactId: string | null }>`
    select v.id, v.contact_id from conversations v where v.organization_id = ${organizationId} and v.id = any(${ids})
    union all
    select s.subject_id, null from erased_subjects s
    where s.organization_id = ${organizationId} and s.erasure_id = ${erasureId} and s.subject_id = any(${ids})
  `.execute(trx)
  return new Map(found.rows.map(({ id, contactId }) => [id, contactId ?? traces.contactIds[0]!]))
}
