import { sql } from 'kysely'

import type { Contact } from '../contacts/row.ts'
import type { Trx } from '../platform/database.ts'

/** By what a person is recognized wherever something of it may stand. */
export interface Traces {
  /** The contact, and those that were merged into it. */
  contactIds: string[]
  /** Its conversations, and those that were joined to them. */
  conversationIds: string[]
  addresses: string[]
  emails: string[]
  /** First and last ones. They stand in other things as well: looked for only where the next say. */
  names?: string[]
  /** Contacts that once were one with this one, and are not any more. */
  parted?: string[]
}

/** A contact, or what the log knows of one that was deleted. */
export type Person = Pick<
  Contact,
  'organizationId' | 'id' | 'phoneNumber' | 'secondaryPhoneNumber' | 'email' | 'firstName' | 'lastName'
>

/** What another contact has by now is that one's, and no trace of this one. */
export async function tracesOf(trx: Trx, contact: Person): Promise<Traces> {
  const { organizationId, id } = contact
  const merged = await mergedInto(trx, organizationId, id)
  const threads = await sql<{ id: string; channelIdentifier: string }>`
    select id, channel_identifier from conversations
    where organization_id = ${organizationId} and contact_id = ${id} order by id
  `.execute(trx)
  const kept = await sql<{ address: string }>`
    select address from contact_addresses where organization_id = ${organizationId} and contact_id = ${id}
  `.execute(trx)
  const contactIds = [id, ...merged.map(({ sourceId }) => sourceId)]
  const addresses = [
    contact.phoneNumber,
    ...contact.secondaryPhoneNumber,
    ...merged.map(({ phoneNumber }) => phoneNumber),
    ...threads.rows.map(({ channelIdentifier }) => channelIdentifier),
    ...kept.rows.map(({ address }) => address),
  ]
  const emails = [contact.email, ...merged.map(({ email }) => email)]
  return {
    contactIds,
    conversationIds: [...threads.rows.map((thread) => thread.id), ...merged.flatMap(({ joined }) => joined)],
    addresses: await withoutOthers(trx, organizationId, id, present(addresses)),
    emails: await withoutOthersEmails(trx, organizationId, id, present(emails)),
    names: present([contact.firstName, contact.lastName, ...merged.flatMap(({ names }) => names)]),
    parted: await partedFrom(trx, organizationId, contactIds),
  }
}

/** By an undone merge or a separation, which says that the two are not the same. */
async function partedFrom(trx: Trx, organizationId: string, contactIds: string[]): Promise<string[]> {
  const found = await sql<{ pair: string[] }>`
    select array[source_contact_id, candidate_contact_id] as pair from dedup_reviews
    where organization_id = ${organizationId} and status = 'kept_separate'
      and (source_contact_id = any(${contactIds}) or candidate_contact_id = any(${contactIds}))
    union
    select array[source_id, target_id] from contact_merges
    where organization_id = ${organizationId} and undone_at is not null
      and (source_id = any(${contactIds}) or target_id = any(${contactIds}))
  `.execute(trx)
  const all = new Set(found.rows.flatMap(({ pair }) => pair))
  return [...all].filter((id) => !contactIds.includes(id))
}

/** Of contacts that were all the same person. */
export function joinTraces(all: Traces[]): Traces {
  const every = (name: keyof Traces) => [...new Set(all.flatMap((traces) => traces[name] ?? []))]
  const contactIds = every('contactIds')
  return {
    contactIds,
    conversationIds: every('conversationIds'),
    addresses: every('addresses'),
    emails: every('emails'),
    names: every('names'),
    parted: every('parted').filter((id) => !contactIds.includes(id)),
  }
}

function present(values: Array<string | null>): string[] {
  return [...new Set(values.filter((value) => value !== null && value !== ''))] as string[]
}

interface Merged {
  sourceId: string
  phoneNumber: string | null
  email: string | null
  names: Array<string | null>
  joined: string[]
}

/** Directly, or into one that was merged into it. */
async function mergedInto(trx: Trx, organizationId: string, contactId: string): Promise<Merged[]> {
  const all = new Map<string, Merged>()
  let targets = [contactId]
  while (targets.length > 0) {
    const found = await sql<Merged>`
      select m.source_id, m.saved -> 'source' ->> 'phoneNumber' as phone_number, m.saved -> 'source' ->> 'email' as email,
        array[m.saved -> 'source' ->> 'firstName', m.saved -> 'source' ->> 'lastName'] as names,
        array(
          select j -> 'from' ->> 'id' from jsonb_array_elements(m.saved -> 'steps' -> 'conversations' -> 'joined') as j
        ) as joined
      from contact_merges m
      where m.organization_id = ${organizationId} and m.target_id = any(${targets}) and m.undone_at is null
    `.execute(trx)
    const added = found.rows.filter(({ sourceId }) => !all.has(sourceId))
    for (const merged of added) all.set(merged.sourceId, merged)
    targets = added.map(({ sourceId }) => sourceId)
  }
  return [...all.values()]
}

/** Without those that another contact has by now. */
export async function withoutOthers(
  trx: Trx,
  organizationId: string,
  contactId: string,
  addresses: string[],
): Promise<string[]> {
  const others = await sql<{ address: string }>`
    select phone_number as address from contacts
    where organization_id = ${organizationId} and phone_number = any(${addresses}) and id <> ${contactId}
    union
    select phone_number from contact_numbers
    where organization_id = ${organizationId} and phone_number = any(${addresses}) and contact_id <> ${contactId}
    union
    select address from contact_addresses
    where organization_id = ${organizationId} and address = any(${addresses}) and contact_id <> ${contactId}
  `.execute(trx)
  const taken = new Set(others.rows.map(({ address }) => address))
  return addresses.filter((address) => !taken.has(address))
}

// Several may share an email. The index for searching is asked, since there is no other.
async function withoutOthersEmails(
  trx: Trx,
  organizationId: string,
  contactId: string,
  emails: string[],
): Promise<string[]> {
  const alone: string[] = []
  for (const email of emails) {
    const others = await sql`
      select id from contacts
      where organization_id = ${organizationId} and folded(search_text) like folded(${containing(email)}) and email = ${email}
        and id <> ${contactId} limit 1
    `.execute(trx)
    if (others.rows.length === 0) alone.push(email)
  }
  return alone
}

/** Shorter ones stand in other things as well. */
const shortestAddress = 7

/** Texts that stand nowhere but where the person does. */
export function tracesIn({ contactIds, conversationIds, addresses, emails }: Traces): string[] {
  const telling = addresses.filter((address) => address.length >= shortestAddress)
  return [...contactIds, ...conversationIds, ...telling, ...emails]
}

/** What `like` takes for a text in which any of these stands. */
export function patternsOf(traces: Traces): string[] {
  return tracesIn(traces).map(containing)
}

/** What `like` takes for a text in which this stands somewhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
