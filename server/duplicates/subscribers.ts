import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'

/** Whoever is new or was changed is compared with the others, when duplicates are looked for next. */
export const noteForComparison: Subscriber = {
  name: 'duplicates.noteForComparison',
  types: ['contact.created', 'contact.updated', 'contact.merged', 'contact.unmerged', 'contact.separated'],
  async hearTogether(trx: Trx, organizationId: string, events: Event[]) {
    const sources = events.map(({ data }) => data['sourceId']).filter((id) => typeof id === 'string')
    await compareSoon(trx, organizationId, [...new Set([...events.map(({ subjectId }) => subjectId), ...sources])])
  },
}

/** Also for what is known of a contact and does not stand in it. */
export async function compareSoon(trx: Trx, organizationId: string, contactIds: string[]): Promise<void> {
  await sql`
    insert into contacts_to_compare (organization_id, contact_id)
    select ${organizationId}, changed.contact_id from unnest(${contactIds.toSorted()}::text[]) as changed (contact_id)
    on conflict (organization_id, contact_id) do nothing
  `.execute(trx)
}
