import { sql } from 'kysely'

import { addAssignees, findContact, phoneNumberTaken } from '../contacts/contacts.ts'
import { countContacts } from '../contacts/counts.ts'
import { setCustomFields } from '../contacts/custom-fields.ts'
import { arrivalsOf, restoreOptOuts } from '../contacts/erased-opt-outs.ts'
import { dropNumbers, isKeptByAnother } from '../contacts/numbers.ts'
import { liftShared } from '../contacts/opt-outs.ts'
import type { Contact } from '../contacts/row.ts'
import { shareFiles } from '../files/files.ts'
import type { Actor } from '../identity/actor.ts'
import { withPrevious } from '../identity/visibility.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { keepPairSeparate } from './dedup-reviews.ts'
import { holdContacts, readRow } from './merging.ts'
import { giveRows, givenToNew } from './separated-rows.ts'
import type { ChildAssignment } from './separated-rows.ts'
import type { Parted, Separation, SeparationStep } from './separation-steps.ts'
import { splitFields } from './split-fields.ts'
import type { FieldSplit, Side } from './split-fields.ts'

export interface SeparationRequest {
  fieldSplit: FieldSplit
  childRecordAssignment?: ChildAssignment
  /** By conversations, the first message that is the new contact's. */
  messageSplitPoints?: Record<string, string>
}

interface Summary extends Parted {
  notesMoved: number
  remindersMoved: number
  documentsMoved: number
}

export interface Separated {
  original: Contact
  separated: Contact
  summary: Summary
}

/**
 * Makes two contacts of one that was two persons. What is not given to the new one stays with the original. A merge of the
 * two is the way back.
 */
export function separateContact(
  db: Database,
  actor: Actor,
  step: SeparationStep,
  id: string,
  { fieldSplit, childRecordAssignment = {}, messageSplitPoints = {} }: SeparationRequest,
): Promise<Separated> {
  return transact(db, async (trx) => {
    const { organizationId } = actor
    await holdContacts(trx, organizationId, [id])
    const before = await findContact(trx, actor, id)
    const separation = await splitContact(trx, actor, before, fieldSplit)
    const moved = await giveRows(trx, separation, childRecordAssignment)
    const parted = await step.part(trx, {
      ...separation,
      conversations: givenToNew(childRecordAssignment.conversations),
      named: Object.keys(childRecordAssignment.conversations ?? {}),
      splits: messageSplitPoints,
    })
    // Last, since who names what is not there is told of that.
    refuseNothing({ fieldSplit, childRecordAssignment, messageSplitPoints })
    await settle(trx, separation)
    await restoreBoth(trx, separation)

    const everything = { ...actor, role: 'ADMIN' } as const
    const original = await findContact(trx, everything, id)
    const separated = await findContact(trx, everything, separation.newId)
    await countContacts(trx, organizationId, { gone: [before], added: [original, separated] })
    const told = { ...withPrevious(original, before), newContactId: separated.id }
    await record(trx, actor, 'contact.separated', told)
    await record(trx, actor, 'contact.created', { ...separated, originalContactId: id } as { id: string })
    return { original, separated, summary: { ...parted, ...moved } }
  })
}

/** A contact of whom nothing is known, and to whom nothing belongs, is nobody. */
function refuseNothing({ fieldSplit, childRecordAssignment = {}, messageSplitPoints = {} }: SeparationRequest): void {
  const { customFields, firstName, lastName, email, phoneNumber, ...sides } = fieldSplit
  const values = [
    firstName?.new,
    lastName?.new,
    email?.new,
    phoneNumber?.new,
    ...Object.values(customFields?.new ?? {}),
  ]
  const given = [
    ...Object.values(sides),
    ...Object.values(childRecordAssignment).flatMap((each) => Object.values(each)),
  ]
  const isNamed = values.some((value) => value !== undefined && value !== null && value !== '')
  if (isNamed || given.includes('new') || Object.keys(messageSplitPoints).length > 0) return
  throw invalid(
    'fieldSplit',
    'nothing was chosen for the new contact: give it a field, a conversation or something else.',
  )
}

type Two = Pick<Separation, 'actor' | 'organizationId' | 'originalId' | 'newId' | 'phoneNumber'>

/** The contacts themselves, with nothing said in any conversation. */
async function splitContact(trx: Trx, actor: Actor, before: Contact, split: FieldSplit): Promise<Two> {
  const { organizationId, id: originalId } = before
  const { original, separated } = await splitFields(trx, before, split)
  // Whoever was merged into another one takes their number back from it.
  await dropNumbers(trx, organizationId, originalId, [original.phoneNumber, separated.phoneNumber])
  const row = await readRow(trx, organizationId, originalId)
  await changeOriginal(trx, before, original)
  const id = await insertSeparated(trx, actor, row, separated)
  await setCustomFields(trx, organizationId, originalId, split.customFields?.original ?? {})
  await setCustomFields(trx, organizationId, id, split.customFields?.new ?? {})
  await assignBoth(trx, before, id, split.assignees)
  await shareFiles(trx, organizationId, originalId, id)
  return { actor, organizationId, originalId, newId: id, phoneNumber: separated.phoneNumber }
}

type Fields = Awaited<ReturnType<typeof splitFields>>

async function changeOriginal(trx: Trx, { organizationId, id }: Contact, fields: Fields['original']): Promise<void> {
  await trx
    .updateTable('contacts')
    .set((eb) => ({ ...fields, version: eb('version', '+', 1), updatedAt: new Date() }))
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
    .catch((error: unknown) => refuseTaken(error, fields.phoneNumber))
  await refuseKept(trx, organizationId, id, fields.phoneNumber)
}

/** With what the two share: owner, source, whether it is blocked. */
async function insertSeparated(
  trx: Trx,
  actor: Actor,
  row: Awaited<ReturnType<typeof readRow>>,
  fields: Fields['separated'],
): Promise<string> {
  const now = new Date()
  const id = newId(now)
  const { searchText: _text, sortName: _name, messageStatus: _status, ...shared } = row
  const unspoken = { latestMessageId: null, lastMessageTime: null, lastInboundAt: null, messageCount: 0 }
  const unverified = { verifiedAt: null, verifiedById: null, verificationSource: null }
  const times = { version: 0, createdAt: now, updatedAt: now, lastActivityAt: now, statusChangedAt: null }
  await trx
    .insertInto('contacts')
    .values({
      ...shared,
      ...unspoken,
      ...unverified,
      ...times,
      ...fields,
      id,
      channelTypes: [],
      customFields: {},
      createdById: actor.userId ?? row.userId,
    })
    .execute()
    .catch((error: unknown) => refuseTaken(error, fields.phoneNumber))
  await refuseKept(trx, row.organizationId, id, fields.phoneNumber)
  return id
}

function refuseTaken(error: unknown, phoneNumber: string | null): never {
  throw violates(error, 'contacts_phone_number_key') ? phoneNumberTaken(phoneNumber ?? '') : error
}

async function refuseKept(trx: Trx, organizationId: string, id: string, phoneNumber: string | null): Promise<void> {
  if (phoneNumber && (await isKeptByAnother(trx, organizationId, id, phoneNumber))) throw phoneNumberTaken(phoneNumber)
}

/** The owner stays assigned to both, so that nobody loses sight of what is theirs. */
async function assignBoth(trx: Trx, before: Contact, newContactId: string, side: Side | undefined): Promise<void> {
  const { organizationId, id, userId, assignees } = before
  await addAssignees(trx, organizationId, newContactId, side === 'original' ? [userId] : assignees)
  if (side !== 'new') return
  await trx
    .deleteFrom('contactAssignees')
    .where('organizationId', '=', organizationId)
    .where('contactId', '=', id)
    .execute()
  await addAssignees(trx, organizationId, id, [userId])
}

/** Either may have got a number of somebody who wanted no messages, and was erased. */
async function restoreBoth(trx: Trx, { actor, organizationId, originalId, newId: id }: Two): Promise<void> {
  await restoreOptOuts(trx, actor, await arrivalsOf(trx, organizationId, [originalId, id]))
}

/** What follows from what each of them has by now. */
async function settle(trx: Trx, { actor, organizationId, originalId, newId: id }: Two): Promise<void> {
  await sql`
    update contacts set last_activity_at = coalesce(last_message_time, created_at)
    where organization_id = ${organizationId} and id = any(${[originalId, id]})
  `.execute(trx)
  for (const contactId of [originalId, id]) await liftShared(trx, actor, contactId)
  await keepPairSeparate(trx, actor, originalId, id)
}
