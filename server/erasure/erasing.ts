import { sql } from 'kysely'

import { findByPhoneNumber } from '../contacts/by-phone-number.ts'
import { findContact } from '../contacts/contacts.ts'
import { countContacts } from '../contacts/counts.ts'
import { hashOptOuts } from '../contacts/erased-opt-outs.ts'
import type { Contact } from '../contacts/row.ts'
import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { countryOf } from '../identity/organizations.ts'
import { holdImports } from '../imports/holding.ts'
import { withdrawErased } from '../messages/cancellation.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound, undefinedIfMissing } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { toPhoneNumber } from '../platform/phone-numbers.ts'
import type { Vault } from '../platform/secrets.ts'
import { findDeleted, findDeletedWith } from './deleted-contacts.ts'
import { emptyConversations, forgetDuplicates, forgetSources, stopSending } from './emptying.ts'
import { findErasure } from './erasures.ts'
import type { Erasure, Found } from './erasures.ts'
import { forgetInOthersMerges } from './others-merges.ts'
import { enqueuePiece, firstStep } from './pieces.ts'
import { keepSubjects } from './subjects.ts'
import { joinTraces, tracesOf } from './traces.ts'
import type { Person, Traces } from './traces.ts'

/**
 * The person is in no list any more when this has been committed, and nothing that waits will be sent to it. What is many, its
 * messages above all, goes piece by piece afterwards. Of whoever was deleted before, what is left is erased. Erasing again
 * answers how far that is.
 */
export function eraseContact(db: Database, actor: Actor, vault: Vault, id: string): Promise<Erasure> {
  return transact(db, async (trx) => {
    await holdImports(trx, actor.organizationId)
    const contact = await holdContact(trx, actor, id)
    if (contact) return erase(trx, actor, vault, { contact, deleted: [] })

    return eraseDeleted(trx, actor, vault, id, await findDeleted(trx, actor.organizationId, [id]))
  })
}

/** Whoever has the number, and everybody who had it and was deleted. */
export function eraseByPhoneNumber(db: Database, actor: Actor, vault: Vault, spelled: string): Promise<Erasure> {
  return transact(db, async (trx) => {
    await holdImports(trx, actor.organizationId)
    const present = await findByPhoneNumber(trx, actor, spelled).catch(undefinedIfMissing)
    const contact = present && (await holdContact(trx, actor, present.id))
    const phoneNumber = toPhoneNumber(spelled, await countryOf(trx, actor.organizationId))
    const deleted = await findDeletedWith(trx, actor.organizationId, phoneNumber)
    if (contact) return erase(trx, actor, vault, { contact, deleted })
    return eraseDeleted(trx, actor, vault, deleted[0]?.id ?? '', deleted)
  })
}

async function eraseDeleted(
  trx: Trx,
  actor: Actor,
  vault: Vault,
  contactId: string,
  deleted: Person[],
): Promise<Erasure> {
  const begun = await findErasure(trx, actor, { contactId })
  if (begun) return begun
  if (deleted.length === 0) throw notFound('contact')
  return erase(trx, actor, vault, { deleted })
}

async function holdContact(trx: Trx, actor: Actor, id: string): Promise<Contact | undefined> {
  await sql`
    select id from contacts where organization_id = ${actor.organizationId} and id = ${id} for update
  `.execute(trx)
  return findContact(trx, actor, id).catch(undefinedIfMissing)
}

interface Whom {
  contact?: Contact | undefined
  deleted: Person[]
}

async function erase(trx: Trx, actor: Actor, vault: Vault, { contact, deleted }: Whom): Promise<Erasure> {
  const { organizationId } = actor
  if (contact) await holdConversations(trx, contact)
  const people: Person[] = [...(contact ? [contact] : []), ...deleted]
  const { id } = people[0]!
  const traces = await tracesOfAll(trx, people)
  const found = await countFound(trx, organizationId, traces)
  await withdrawErased(trx, organizationId, traces.addresses)
  const inFlight = await stopSending(trx, organizationId, traces)
  const erasure = await insertErasure(trx, actor, { contactId: id, found, sealed: vault.seal({ ...traces, inFlight }) })
  await keepSubjects(trx, erasure, traces)
  await hashOptOuts(trx, organizationId, traces.addresses)
  await emptyConversations(trx, organizationId, traces)
  await forgetDuplicates(trx, organizationId, traces)
  await forgetInOthersMerges(trx, organizationId, traces)
  await forgetSources(trx, organizationId, traces)
  if (contact) {
    await trx.deleteFrom('contacts').where('organizationId', '=', organizationId).where('id', '=', id).execute()
    await countContacts(trx, organizationId, { gone: [contact] })
  }
  // Whose it was, so that they hear that it is gone.
  const theirs = contact && { userId: contact.userId, assignees: contact.assignees }
  await record(trx, actor, 'contact.erased', { id, ...theirs })
  await audit(trx, actor, 'contact.erased', { id, ...found }, null)
  await enqueuePiece(trx, erasure)
  return erasure
}

async function tracesOfAll(trx: Trx, people: Person[]): Promise<Traces> {
  const all: Traces[] = []
  for (const person of people) all.push(await tracesOf(trx, person))
  return joinTraces(all)
}

/** Whoever says something there, or sends, waits, and then finds neither them nor the contact. */
async function holdConversations(trx: Trx, { organizationId, id }: Contact): Promise<void> {
  await sql`
    select id from conversations where organization_id = ${organizationId} and contact_id = ${id} order by id for update
  `.execute(trx)
}

async function countFound(trx: Trx, organizationId: string, { contactIds, conversationIds }: Traces): Promise<Found> {
  const places = [...contactIds, ...conversationIds]
  const found = await sql<Found>`
    select
      (
        select count(*)::integer from conversations v where v.organization_id = ${organizationId} and v.contact_id = any(${contactIds})
      ) as conversations,
      (
        select coalesce(sum(v.message_count), 0)::integer from conversations v
        where v.organization_id = ${organizationId} and v.contact_id = any(${contactIds})
      ) as messages,
      (
        select count(*)::integer from contact_notes n where n.organization_id = ${organizationId} and n.contact_id = any(${contactIds})
      ) + (
        select count(*)::integer from conversation_notes n
        where n.organization_id = ${organizationId} and n.conversation_id = any(${conversationIds})
      ) as notes,
      (
        select count(*)::integer from contact_documents d where d.organization_id = ${organizationId} and d.contact_id = any(${contactIds})
      ) as documents,
      (
        select count(*)::integer from reminders r where r.organization_id = ${organizationId} and r.contact_id = any(${contactIds})
      ) as reminders,
      (
        select count(distinct p.file_id)::integer from file_places p
        where p.organization_id = ${organizationId} and p.subject_id = any(${places})
      ) as files
  `.execute(trx)
  return found.rows[0]!
}

async function insertErasure(
  trx: Trx,
  { organizationId, type, id: actorId }: Actor,
  { contactId, found, sealed }: { contactId: string; found: Found; sealed: string },
): Promise<Erasure> {
  const requestedAt = new Date()
  const values = { organizationId, id: newId(requestedAt), contactId, actorType: type, actorId, sealed, requestedAt }
  const inserted = await trx
    .insertInto('erasures')
    .values({ ...values, found: JSON.stringify(found), step: firstStep })
    .returningAll()
    .executeTakeFirstOrThrow()
  return inserted as unknown as Erasure
}
