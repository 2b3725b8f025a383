import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import { conversationColumns } from './row.ts'
import type { Conversation } from './row.ts'

/** A contact as whoever writes to it needs it. */
export interface Correspondent {
  id: string
  phoneNumber: string | null
  userId: string
  assignees: string[]
  blockedAt: Date | null
}

interface Held {
  contacts: Map<string, Correspondent>
  conversations: Map<string, Conversation>
}

type Row = Conversation & {
  personId: string
  phoneNumber: string | null
  ownerId: string
  ownerAssignees: string[]
  blockedAt: Date | null
}

/**
 * Holds contacts and these of their conversations until the transaction ends: all contacts before the first conversation, as
 * everybody does, and each in the order of their ids, so that two who hold many never wait for each other. What is gone is
 * left out.
 */
export async function holdCorrespondents(
  trx: Trx,
  organizationId: string,
  contactIds: string[],
  conversationIds: string[],
): Promise<Held> {
  // The array is complete, and with it every lock on a contact, before a conversation is looked for.
  const held = await sql<Row>`
    with people as (
      select contacts.id, contacts.phone_number, contacts.user_id, contacts.blocked_at, array(
        select a.user_id from contact_assignees a
        where a.organization_id = ${organizationId} and a.contact_id = contacts.id
      ) as assignees
      from contacts where contacts.organization_id = ${organizationId} and contacts.id = any(${contactIds})
      order by contacts.id for no key update of contacts
    ), threads as (
      select ${conversationColumns(organizationId)} from conversations
      where conversations.organization_id = ${organizationId} and conversations.id = any(${conversationIds})
        and conversations.contact_id = any(array(select people.id from people))
      order by conversations.id for no key update of conversations
    )
    select people.id as person_id, people.phone_number, people.user_id as owner_id, people.assignees as owner_assignees,
      people.blocked_at, threads.*
    from people left join threads on threads.contact_id = people.id
  `.execute(trx)
  return {
    contacts: new Map(held.rows.map((row) => [row.personId, contactIn(row)])),
    conversations: new Map(held.rows.flatMap((row) => (row.id ? [[row.id, conversationIn(row)]] : []))),
  }
}

/**
 * Holds whose these conversations are until the transaction ends, for who is to hold the conversations next. Whoever was merged
 * or parted while this waited is looked for again: then nobody moves the conversations any more.
 */
export async function holdContactsOf(trx: Trx, organizationId: string, conversationIds: string[]): Promise<void> {
  const held = new Set<string>()
  for (;;) {
    const found = await sql<{ contactId: string }>`
      select distinct contact_id from conversations
      where organization_id = ${organizationId} and id = any(${conversationIds}) and contact_id is not null
    `.execute(trx)
    const missing = found.rows.map(({ contactId }) => contactId).filter((id) => !held.has(id))
    if (missing.length === 0) return
    await sql`
      select id from contacts where organization_id = ${organizationId} and id = any(${missing})
      order by id for no key update
    `.execute(trx)
    for (const id of missing) held.add(id)
  }
}

function contactIn({ personId, phoneNumber, ownerId, ownerAssignees, blockedAt }: Row): Correspondent {
  return { id: personId, phoneNumber, userId: ownerId, assignees: ownerAssignees, blockedAt }
}

function conversationIn(row: Row): Conversation {
  const {
    personId: _person,
    phoneNumber: _number,
    ownerId: _owner,
    ownerAssignees: _theirs,
    blockedAt: _at,
    ...rest
  } = row
  return rest
}
