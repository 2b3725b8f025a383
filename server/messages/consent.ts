import { sql } from 'kysely'

import { findContact, lockContact } from '../contacts/contacts.ts'
import { numbersOf } from '../contacts/numbers.ts'
import { optIn, optOut } from '../contacts/opt-outs.ts'
import type { OptOutSource } from '../contacts/opt-outs.ts'
import type { ChannelType } from '../channels/connector.ts'
import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { withdrawOptedOut } from './cancellation.ts'

/** Whether a contact may be written to on a kind of channel, and by whose word not. */
export interface Consent {
  contactId: string
  channelType: ChannelType
  /** There is an address at which it could be. */
  isReachable: boolean
  isOptedOut: boolean
  source: OptOutSource | null
  reason: string | null
  optedOutAt: Date | null
  notedById: string | null
  notedByName: string | null
  /** What the contact said itself, only it can take back. */
  mayOptIn: boolean
}

type Row = Pick<Consent, 'reason' | 'notedById' | 'notedByName'> & {
  channelType: ChannelType
  address: string
  source: OptOutSource
  optedOutAt: Date
}

const channelTypes: ChannelType[] = ['sms', 'facebook', 'webchat']

/** Whose word weighs most: the contact's own, as it said it to us or to the provider. */
const weights: OptOutSource[] = ['keyword', 'provider', 'user', 'merge']
const ofTheContact = new Set<OptOutSource>(['keyword', 'provider'])

export function readConsent(db: Database, actor: Actor, contactId: string): Promise<Consent[]> {
  return transact(db, async (trx) => {
    await findContact(trx, actor, contactId)
    const consent: Consent[] = []
    for (const channelType of channelTypes) consent.push(await consentOn(trx, actor, contactId, channelType))
    return consent
  })
}

/** A person heard it by another way, such as by telephone. What waits is withdrawn. Twice is once. */
export function optOutByHand(
  db: Database,
  actor: Actor,
  contactId: string,
  { channelType, reason }: { channelType: ChannelType; reason: string },
): Promise<Consent> {
  return transact(db, async (trx) => {
    await lockContact(trx, actor, contactId)
    await holdThreads(trx, actor, contactId, channelType)
    const addresses = await addressesOn(trx, actor, contactId, channelType)
    if (addresses.length === 0) {
      throw new Refusal(409, 'no_address', 'This contact has no address there: nothing could be sent to it anyway.')
    }
    const noted = { reason, notedById: actor.userId }
    let isNew = false
    // An opt-out of one number counts for the others by itself, and is lifted there with it.
    const said = channelType === 'sms' ? addresses.slice(0, 1) : addresses
    for (const address of said) {
      isNew = (await optOut(trx, actor, contactId, { channelType, address }, 'user', noted)) || isNew
    }
    for (const address of addresses) await withdrawOptedOut(trx, actor, channelType, address)
    if (isNew) await audit(trx, actor, 'contact.optedOut', null, { id: contactId, channelType, reason })
    return consentOn(trx, actor, contactId, channelType)
  })
}

/**
 * Takes back what a colleague noted, on a ground that can be shown later. Never what the contact said itself: the carrier would
 * refuse the messages all the same, and who wrote STOP is to be asked by nobody but themselves.
 */
export function optInByHand(
  db: Database,
  actor: Actor,
  contactId: string,
  { channelType, reason }: { channelType: ChannelType; reason: string },
): Promise<Consent> {
  return transact(db, async (trx) => {
    await lockContact(trx, actor, contactId)
    const addresses = await addressesOn(trx, actor, contactId, channelType)
    const optedOut = await optOutsAt(trx, actor, channelType, addresses)
    if (optedOut.some(({ source }) => ofTheContact.has(source))) throw saidByContact(channelType)
    let isNew = false
    for (const { address } of optedOut) {
      isNew = (await optIn(trx, actor, contactId, { channelType, address }, { source: 'user', reason })) || isNew
    }
    if (isNew) await audit(trx, actor, 'contact.optedIn', null, { id: contactId, channelType, reason })
    return consentOn(trx, actor, contactId, channelType)
  })
}

async function consentOn(trx: Trx, actor: Actor, contactId: string, channelType: ChannelType): Promise<Consent> {
  const addresses = await addressesOn(trx, actor, contactId, channelType)
  const optedOut = await optOutsAt(trx, actor, channelType, addresses)
  const [said] = optedOut.toSorted((one, other) => weights.indexOf(one.source) - weights.indexOf(other.source))
  return {
    contactId,
    channelType,
    isReachable: addresses.length > 0,
    isOptedOut: said !== undefined,
    source: said?.source ?? null,
    reason: said?.reason ?? null,
    optedOutAt: said?.optedOutAt ?? null,
    notedById: said?.notedById ?? null,
    notedByName: said?.notedByName ?? null,
    mayOptIn: said !== undefined && !ofTheContact.has(said.source),
  }
}

/** All of them: a person who wants no messages at one number wants none at another. */
async function addressesOn(
  trx: Trx,
  { organizationId }: Actor,
  contactId: string,
  channelType: ChannelType,
): Promise<string[]> {
  if (channelType === 'sms') return numbersOf(trx, organizationId, contactId)
  const found = await sql<{ address: string }>`
    select distinct a.address from contact_addresses a
    join channels c on c.organization_id = ${organizationId} and c.id = a.channel_id
    where a.organization_id = ${organizationId} and a.contact_id = ${contactId} and c.type = ${channelType}
    order by a.address
  `.execute(trx)
  return found.rows.map(({ address }) => address)
}

async function optOutsAt(
  trx: Trx,
  { organizationId }: Actor,
  channelType: ChannelType,
  addresses: string[],
): Promise<Row[]> {
  if (addresses.length === 0) return []
  const found = await sql<Row>`
    select o.channel_type, o.address, o.source, o.reason, o.opted_out_at, o.noted_by_id, u.full_name as noted_by_name
    from opt_outs o
    left join users u on u.organization_id = ${organizationId} and u.id = o.noted_by_id
    where o.organization_id = ${organizationId} and o.channel_type = ${channelType} and o.address = any(${addresses})
  `.execute(trx)
  return found.rows
}

/** Before any message that waits in them is touched, as whoever writes into them does. */
async function holdThreads(trx: Trx, { organizationId }: Actor, contactId: string, channelType: string): Promise<void> {
  await sql`
    select id from conversations
    where organization_id = ${organizationId} and contact_id = ${contactId} and channel_type = ${channelType}
    order by id for no key update
  `.execute(trx)
}

function saidByContact(channelType: ChannelType): Refusal {
  const how = channelType === 'sms' ? 'by writing START' : 'by writing to you again'
  return new Refusal(
    409,
    'opted_out_by_contact',
    `The contact said itself that it wants no messages there: only the contact can take that back, ${how}.`,
  )
}
