import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { findContact } from '../contacts/contacts.ts'
import { methodsKept } from '../contacts/verified-methods.ts'
import type { Trx } from '../platform/database.ts'
import type { Contacts } from '../platform/schema.ts'
import type { Merge } from './merge-steps.ts'

type Facts = Pick<Selectable<Contacts>, 'tags' | 'customFields' | 'messageCount' | 'lastInboundAt' | 'verifiedMethods'>

/** What the target has from the source without anybody having chosen it, for an undo to take away. */
export interface JoinedFacts {
  addedTags: string[]
  /** Of the organization's own fields, by their ids: those that the target lacked. */
  addedFields: string[]
}

const mostTags = 50

export async function joinFacts(trx: Trx, merge: Merge, source: Facts): Promise<JoinedFacts> {
  const { organizationId, targetId } = merge
  const target = await factsOf(trx, organizationId, targetId)
  const room = mostTags - target.tags.length
  const addedTags = source.tags.filter((tag) => !target.tags.includes(tag)).slice(0, room)
  const [theirs, own] = [fieldsOf(source), fieldsOf(target)]
  await setFacts(trx, merge, {
    tags: [...target.tags, ...addedTags],
    customFields: { ...theirs, ...own },
    verifiedMethods: { ...source.verifiedMethods, ...target.verifiedMethods },
  })
  await recount(trx, organizationId, [targetId])
  return { addedTags, addedFields: Object.keys(theirs).filter((id) => !(id in own)) }
}

/** After the conversations are back where they were. */
export async function partFacts(trx: Trx, merge: Merge, { addedTags, addedFields }: JoinedFacts): Promise<void> {
  const { actor, organizationId, sourceId, targetId } = merge
  const target = await factsOf(trx, organizationId, targetId)
  const has = await findContact(trx, { ...actor, role: 'ADMIN' }, targetId)
  const left = Object.entries(fieldsOf(target)).filter(([id]) => !addedFields.includes(id))
  await setFacts(trx, merge, {
    tags: target.tags.filter((tag) => !addedTags.includes(tag)),
    customFields: Object.fromEntries(left),
    verifiedMethods: methodsKept(target.verifiedMethods, has),
  })
  await recount(trx, organizationId, [sourceId, targetId])
}

function factsOf(trx: Trx, organizationId: string, id: string): Promise<Facts> {
  return trx
    .selectFrom('contacts')
    .select(['tags', 'customFields', 'messageCount', 'lastInboundAt', 'verifiedMethods'])
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

function fieldsOf({ customFields }: Facts): Record<string, unknown> {
  return customFields
}

async function setFacts(
  trx: Trx,
  { organizationId, targetId }: Merge,
  facts: Pick<Facts, 'tags' | 'customFields' | 'verifiedMethods'>,
): Promise<void> {
  await trx
    .updateTable('contacts')
    .set(facts)
    .where('organizationId', '=', organizationId)
    .where('id', '=', targetId)
    .execute()
}

/** How much was said, from the threads that each has now. */
async function recount(trx: Trx, organizationId: string, ids: string[]): Promise<void> {
  for (const id of ids) {
    const said = await sql<{ messages: number; lastInboundAt: Date | null }>`
      select coalesce(sum(v.message_count), 0)::integer as messages, max(v.last_inbound_at) as last_inbound_at
      from conversations v where v.organization_id = ${organizationId} and v.contact_id = ${id}
    `.execute(trx)
    const { messages: messageCount = 0, lastInboundAt = null } = said.rows[0] ?? {}
    await trx
      .updateTable('contacts')
      .set({ messageCount, lastInboundAt })
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .execute()
  }
}
