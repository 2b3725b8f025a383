import { sql } from 'kysely'

import type { Channel } from '../channels/channels.ts'
import { keepAddress } from '../contacts/addresses.ts'
import { mergeContacts } from '../duplicates/merging.ts'
import { systemActor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { fillContact } from './filling.ts'
import type { Claims } from './identity-token.ts'
import type { WebchatTools } from './tools.ts'
import { addressOf, beginSession, changeVisitor, endSession, findKnown, holdVisitors } from './visitors.ts'
import { insertVisitor, noted, standingOf } from './visitors.ts'
import type { Standing, Visit, Visitor } from './visitors.ts'

export interface Known {
  visitor: Visitor
  secret: string
  isNew: boolean
  /** Whoever was there before in this browser is the same person, as far as anybody knows. */
  isContinued: boolean
}

/**
 * The session is of this person from now on, under another secret: who has learned the old one has nothing. What the visitor
 * said before it was known becomes a part of the person's history; what another known person said never does.
 */
export async function becomeKnown(
  trx: Trx,
  tools: WebchatTools,
  channel: Channel,
  claims: Claims,
  { secret, ...visit }: Visit & { secret?: string | undefined },
): Promise<Known> {
  const asked = secret === undefined ? undefined : await standingOf(trx, secret)
  const names = [`of ${claims.externalId}`, ...(asked ? [asked.visitor.id] : [])]
  await holdVisitors(trx, channel, names)
  // It may have become another one while it waited here.
  const present = secret === undefined ? undefined : await ownStanding(trx, channel, secret)
  const person = await findKnown(trx, channel, claims.externalId)
  if (present && secret && present.visitor.id === person?.id) {
    return { visitor: await learn(trx, person, claims, visit), secret, isNew: false, isContinued: true }
  }
  const anonymous = present && !(await isSomebodys(trx, present, claims)) ? present : undefined
  const visitor = await identified(trx, tools, channel, { claims, visit, person, anonymous })
  if (present && secret) await endSession(trx, secret)
  await record(trx, systemActor(channel.organizationId), 'visitor.identified', {
    id: visitor.id,
    channelId: channel.id,
    formerVisitorId: present?.visitor.id ?? null,
  } as { id: string })
  const learned = await learn(trx, visitor, claims, visit)
  const isContinued = anonymous !== undefined || secret === undefined
  return { visitor: learned, secret: await beginSession(trx, visitor), isNew: true, isContinued }
}

async function ownStanding(trx: Trx, channel: Channel, secret: string): Promise<Standing | undefined> {
  const standing = await standingOf(trx, secret)
  return standing?.channel.id === channel.id ? standing : undefined
}

/** Known as somebody else, or by now of one contact with somebody else: then what was said there is not this person's. */
async function isSomebodys(trx: Trx, { visitor, contactId }: Standing, { externalId }: Claims): Promise<boolean> {
  if (visitor.externalId !== null) return true
  if (contactId === null) return false
  const { organizationId, channelId } = visitor
  const others = await sql<{ id: string }>`
    select w.id from contact_addresses a
    join webchat_visitors w on w.organization_id = ${organizationId} and w.channel_id = ${channelId}
      and w.address = a.address
    where a.organization_id = ${organizationId} and a.contact_id = ${contactId} and a.channel_id = ${channelId}
      and w.external_id <> ${externalId}
  `.execute(trx)
  return others.rows.length > 0
}

interface Meeting {
  claims: Claims
  visit: Visit
  person: Visitor | undefined
  anonymous: Standing | undefined
}

async function identified(
  trx: Trx,
  tools: WebchatTools,
  channel: Channel,
  { claims: { externalId }, visit, person, anonymous }: Meeting,
): Promise<Visitor> {
  if (!anonymous) return person ?? insertVisitor(trx, channel, { ...visit, externalId })
  if (!person) {
    const known = await changeVisitor(trx, anonymous.visitor, { externalId })
    return known ?? insertVisitor(trx, channel, { ...visit, externalId })
  }
  await giveHistory(trx, tools, channel, anonymous, person)
  await giveUploads(trx, anonymous.visitor, person)
  await forget(trx, anonymous.visitor)
  return person
}

/** What was said anonymously goes to the contact of the person, or is the beginning of it. */
async function giveHistory(
  trx: Trx,
  { mergeSteps }: WebchatTools,
  channel: Channel,
  { contactId: sourceId }: Standing,
  person: Visitor,
): Promise<void> {
  if (!sourceId) return
  const { organizationId } = channel
  const place = { organizationId, channelId: channel.id, address: addressOf(person) }
  const known = await trx
    .selectFrom('contactAddresses')
    .select('contactId')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channel.id)
    .where('address', '=', place.address)
    .executeTakeFirst()
  if (!known) {
    await keepAddress(trx, place, sourceId)
    await changeVisitor(trx, person, { address: place.address })
  } else if (known.contactId !== sourceId) {
    await mergeContacts(trx, systemActor(organizationId), mergeSteps, { sourceId, targetId: known.contactId })
  }
}

/** What was uploaded before and is not sent yet can still be sent. */
async function giveUploads(trx: Trx, { organizationId, id }: Visitor, person: Visitor): Promise<void> {
  await trx
    .updateTable('files')
    .set({ uploadedById: person.id })
    .where('organizationId', '=', organizationId)
    .where('uploadedById', '=', id)
    .where('usedAt', 'is', null)
    .execute()
}

async function forget(trx: Trx, { organizationId, id }: Visitor): Promise<void> {
  await trx
    .deleteFrom('webchatSessions')
    .where('organizationId', '=', organizationId)
    .where('visitorId', '=', id)
    .execute()
  await trx.deleteFrom('webchatVisitors').where('organizationId', '=', organizationId).where('id', '=', id).execute()
}

/** What the site says of the person is what is known; what is not said stays. A contact's own fields are only filled. */
async function learn(trx: Trx, visitor: Visitor, { name, email, phone }: Claims, visit: Visit): Promise<Visitor> {
  const said = { ...(name ? { name } : {}), ...(email ? { email } : {}), ...(phone ? { phone } : {}) }
  const changed = (await changeVisitor(trx, visitor, { ...said, ...noted(visit) })) ?? visitor
  await fillContact(trx, changed)
  return changed
}
