import { sql } from 'kysely'

import { countryOf, firstAdmin } from '../identity/organizations.ts'
import type { Actor } from '../identity/actor.ts'
import { holdUsers } from '../identity/membership.ts'
import { ownedContacts, visibleTo, withPrevious } from '../identity/visibility.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { toPhoneNumber } from '../platform/phone-numbers.ts'
import { countContacts } from './counts.ts'
import { readCustomValues, setCustomFields } from './custom-fields.ts'
import { restoreOptOuts } from './erased-opt-outs.ts'
import { isKeptByAnother } from './numbers.ts'
import { refuseUnlessOwner } from './ownership.ts'
import { firstPlace, placeFor } from './places.ts'
import type { Place } from './places.ts'
import { changesPeople, refuseTakeover } from './protection.ts'
import { contactColumns, contactTables } from './row.ts'
import type { Contact } from './row.ts'
import { discountThreads } from './thread-counts.ts'
import { methodsLeft } from './verified-methods.ts'

export interface ContactFields {
  firstName?: string | null
  lastName?: string | null
  phoneNumber?: string | null
  email?: string | null
  status?: string
  pipelineId?: string | null
  pipelineStage?: string | null
  process?: string
  source?: string
  isAutopilot?: boolean
  userId?: string
  assignees?: string[]
  /** Values of the organization's own fields, by their names. */
  customFields?: Record<string, unknown>
}

export async function findContact(db: Database, actor: Actor, id: string): Promise<Contact> {
  const visible = visibleTo(actor, ownedContacts) ?? sql`true`
  const found = await sql<Contact>`
    select ${contactColumns(actor.organizationId)} from ${contactTables(actor.organizationId)}
    where contacts.organization_id = ${actor.organizationId} and contacts.id = ${id} and ${visible}
  `.execute(db)
  if (!found.rows[0]) throw notFound('contact')
  return found.rows[0]
}

/** Those of the contacts that the actor may see, as far as whoever writes to many of them needs them. */
export async function findAddressees(
  db: Database,
  actor: Actor,
  ids: string[],
): Promise<Array<Pick<Contact, 'id' | 'firstName' | 'lastName' | 'phoneNumber' | 'email' | 'blockedAt'>>> {
  const visible = visibleTo(actor, ownedContacts) ?? sql`true`
  const found = await sql<Contact>`
    select contacts.id, contacts.first_name, contacts.last_name, contacts.phone_number, contacts.email, contacts.blocked_at
    from contacts
    where contacts.organization_id = ${actor.organizationId} and contacts.id = any(${ids}) and ${visible}
  `.execute(db)
  return found.rows
}

/** The phone number is unique in the organization, in whatever spelling it comes; whoever comes second is refused. */
export function createContact(
  db: Database,
  actor: Actor,
  fields: ContactFields & { phoneNumber: string },
): Promise<Contact> {
  return transact(db, async (trx) => {
    const phoneNumber = toPhoneNumber(fields.phoneNumber, await countryOf(trx, actor.organizationId))
    const id = await insertContact(trx, actor, { ...fields, phoneNumber })
    if (!id) throw phoneNumberTaken(phoneNumber)
    return findContact(trx, { ...actor, role: 'ADMIN' }, id)
  })
}

/** Inserts unless the number is taken; answers the id of what was inserted. */
export async function insertContact(trx: Trx, actor: Actor, fields: ContactFields): Promise<string | undefined> {
  const now = new Date()
  const { organizationId } = actor
  const id = newId(now)
  const author = actor.userId ?? (await firstAdmin(trx, organizationId))
  const userId = fields.userId ?? author
  if (fields.assignees) await holdUsers(trx, organizationId, [userId])
  const custom = await readCustomValues(trx, organizationId, fields.customFields ?? {})
  const place = { ...(await firstPlace(trx, organizationId)), ...(await placeFor(trx, actor, fields)) }
  const inserted = await trx
    .insertInto('contacts')
    .values({
      organizationId,
      id,
      userId,
      createdById: actor.userId ?? userId,
      firstName: fields.firstName ?? null,
      lastName: fields.lastName ?? null,
      phoneNumber: fields.phoneNumber ?? null,
      email: fields.email?.toLowerCase() ?? null,
      ...place,
      process: fields.process ?? '',
      source: fields.source ?? 'API',
      isAutopilot: fields.isAutopilot ?? false,
      customFields: withoutNulls(custom.byId),
      lastActivityAt: now,
      createdAt: now,
      updatedAt: now,
    })
    .onConflict((conflict) => conflict.columns(['organizationId', 'phoneNumber']).doNothing())
    .returningAll()
    .executeTakeFirst()
    .catch(refuseForeignUser)
  if (!inserted) return undefined
  if (inserted.phoneNumber && (await isKeptByAnother(trx, organizationId, id, inserted.phoneNumber))) {
    await trx.deleteFrom('contacts').where('organizationId', '=', organizationId).where('id', '=', id).execute()
    return undefined
  }

  await assignContact(trx, organizationId, id, fields.assignees ?? [userId])
  await countContacts(trx, organizationId, { added: [inserted] })
  const created = { ...inserted, customFields: withoutNulls(custom.byKey), assignees: fields.assignees ?? [userId] }
  await record(trx, actor, 'contact.created', created)
  await restoreOptOuts(trx, actor, [{ contactId: id, address: inserted.phoneNumber }])
  return id
}

/** What is as it was said already changes nothing and leaves no event. */
export function updateContact(db: Database, actor: Actor, id: string, fields: ContactFields): Promise<Contact> {
  return transact(db, async (trx) => {
    const before = await lockContact(trx, actor, id)
    const { assignees, phoneNumber, email, customFields, pipelineId, pipelineStage, status, ...rest } = fields
    const place = await placeFor(trx, actor, { pipelineId, pipelineStage, status }, before)
    const isMoving = rest.userId !== undefined && rest.userId !== before.userId
    if (isMoving) await refuseTakeover(trx, actor, [id], 'userId')
    if (rest.userId !== undefined) await holdUsers(trx, actor.organizationId, [rest.userId])
    const phone = phoneNumber ? toPhoneNumber(phoneNumber, await countryOf(trx, actor.organizationId)) : phoneNumber
    const changes = {
      ...rest,
      ...place,
      ...(phone === undefined ? {} : { phoneNumber: phone }),
      ...(email === undefined ? {} : { email: email?.toLowerCase() ?? null }),
    }
    if (!isNews(before, changes, fields)) return before
    const isFreed = phone !== undefined && before.phoneNumber !== null && phone !== before.phoneNumber
    if (isFreed) await refuseTakeover(trx, actor, [id], 'phoneNumber')
    if (assignees && changesPeople(actor, before.assignees, assignees)) {
      await refuseTakeover(trx, actor, [id], 'assignees')
    }
    await trx
      .updateTable('contacts')
      .set((eb) => ({
        ...changes,
        ...(isElsewhere(before, place) ? { statusChangedAt: new Date() } : {}),
        ...(isMoving ? { ownerWroteAt: null } : {}),
        ...(phone === undefined && email === undefined
          ? {}
          : { verifiedMethods: methodsLeft(before, { phone, email }) }),
        version: eb('version', '+', 1),
        updatedAt: new Date(),
      }))
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
      .catch((error: unknown) => {
        if (violates(error, 'contacts_phone_number_key')) throw phoneNumberTaken(phone ?? '')
        return refuseForeignUser(error)
      })
    if (phone && (await isKeptByAnother(trx, actor.organizationId, id, phone))) throw phoneNumberTaken(phone)
    if (phone) await restoreOptOuts(trx, actor, [{ contactId: id, address: phone }])
    if (assignees) await assignContact(trx, actor.organizationId, id, assignees)
    if (customFields) await setCustomFields(trx, actor.organizationId, id, customFields)
    const after = await findContact(trx, { ...actor, role: 'ADMIN' }, id)
    await countContacts(trx, actor.organizationId, { gone: [before], added: [after] })
    const moved = after.status === before.status ? {} : { previousStatus: before.status }
    await record(trx, actor, 'contact.updated', { ...withPrevious(after, before), ...moved })
    const isJoined = after.assignees.some((userId) => !before.assignees.includes(userId))
    if (isJoined || after.userId !== before.userId) await record(trx, actor, 'contact.reassigned', after)
    return after
  })
}

function isNews(
  before: Contact,
  changes: Partial<Contact>,
  { assignees, customFields = {} }: Pick<ContactFields, 'assignees' | 'customFields'>,
): boolean {
  const own = before.customFields ?? {}
  return (
    Object.entries(changes).some(([name, value]) => before[name as keyof Contact] !== value) ||
    (assignees !== undefined && assignees.toSorted().join() !== before.assignees.toSorted().join()) ||
    Object.entries(customFields).some(([name, value]) => JSON.stringify(own[name] ?? null) !== JSON.stringify(value))
  )
}

function isElsewhere(before: Place, { status, pipelineId }: Partial<Place>): boolean {
  return (
    (status !== undefined && status !== before.status) || (pipelineId !== undefined && pipelineId !== before.pipelineId)
  )
}

// Until the transaction ends nobody else changes it; so whoever waited here sees what it was changed to.
export async function lockContact(trx: Trx, actor: Actor, id: string): Promise<Contact> {
  await sql`
    select id from contacts where organization_id = ${actor.organizationId} and id = ${id} for no key update
  `.execute(trx)
  return findContact(trx, actor, id)
}

/** Deletes the contact with its conversations and their messages; only for its owner. What is opted out stays so. */
export function deleteContact(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const contact = await lockContact(trx, actor, id)
    await refuseUnlessOwner(trx, actor, [contact], 'id')
    await discountThreads(trx, actor.organizationId, [id])
    await trx.deleteFrom('contacts').where('organizationId', '=', actor.organizationId).where('id', '=', id).execute()
    await countContacts(trx, actor.organizationId, { gone: [contact] })
    await record(trx, actor, 'contact.deleted', contact)
  })
}

/** Replaces the assignees with these users of the organization. */
async function assignContact(trx: Trx, organizationId: string, contactId: string, userIds: string[]): Promise<void> {
  await trx
    .deleteFrom('contactAssignees')
    .where('organizationId', '=', organizationId)
    .where('contactId', '=', contactId)
    .where('userId', 'not in', userIds.length > 0 ? userIds : [''])
    .execute()
  await addAssignees(trx, organizationId, contactId, userIds)
}

/** Puts these users on one contact or on many, besides who is there. */
export async function addAssignees(
  trx: Trx,
  organizationId: string,
  contacts: string | string[],
  userIds: string[],
): Promise<void> {
  if (userIds.length === 0) return
  await holdUsers(trx, organizationId, userIds)
  await sql`
    insert into contact_assignees (organization_id, contact_id, user_id)
    select ${organizationId}, c.id, u.id
    from unnest(${[contacts].flat()}::text[]) as c (id) cross join unnest(${userIds}::text[]) as u (id)
    on conflict (organization_id, contact_id, user_id) do nothing
  `
    .execute(trx)
    .catch(refuseForeignUser)
}

function withoutNulls<T>(values: Record<string, T | null>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== null))
}

function refuseForeignUser(error: unknown): never {
  const isForeign = ['contacts_user_id_fkey', 'contact_assignees_user_id_fkey'].some((name) => violates(error, name))
  throw isForeign ? notFound('user') : error
}

export function phoneNumberTaken(phoneNumber: string): Refusal {
  const message = `Another contact has the phone number ${phoneNumber}.`
  return new Refusal(409, 'phone_number_taken', message, { details: [{ field: 'phoneNumber', message }] })
}
