import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../../identity/actor.ts'
import { ownedContacts, visibleTo } from '../../identity/visibility.ts'
import type { Trx } from '../../platform/database.ts'
import { setValue } from './field-values.ts'
import type { FieldValues } from './field-values.ts'
import type { Import } from './import.ts'
import type { Known } from './plan.ts'
import type { ReadRow } from './reading.ts'
import { earlierResults } from './results.ts'
import type { Earlier } from './results.ts'

/** Somebody else took one of the numbers meanwhile: what was planned without it is to be planned again. */
export class LostRace extends Error {}

export interface PresentContact {
  id: string
  phoneNumber: string | null
  version: number
  fields: FieldValues
  isVisible: boolean
}

/**
 * By every number that the rows name, a contact's own or one kept from a merge: those that are there, and in a dry run those
 * that the rows before would have made.
 */
export async function knownContacts(
  trx: Trx,
  actor: Actor,
  row: Import,
  rows: ReadRow[],
  phase: 'checking' | 'running',
): Promise<Map<string, Known>> {
  const numbers = [...new Set(rows.flatMap(({ written, phoneNumber }) => [written, phoneNumber ?? written]))]
  const known = await presentContacts(trx, actor, numbers, phase === 'running')
  const own = [...known.values()].map(({ phoneNumber }) => phoneNumber)
  for (const earlier of await earlierResults(trx, row, [...new Set([...numbers, ...own])])) {
    const contact = known.get(earlier.phoneNumber) ?? (phase === 'checking' ? imagined(earlier) : undefined)
    if (!contact) continue
    contact.row = earlier.number
    if (phase === 'checking') {
      for (const [name, [, after]] of Object.entries(earlier.changes ?? {})) setValue(contact.fields, name, after)
    }
    known.set(earlier.phoneNumber, contact)
  }
  return known
}

async function presentContacts(
  trx: Trx,
  actor: Actor,
  numbers: string[],
  isHeld: boolean,
): Promise<Map<string, Known>> {
  const { organizationId } = actor
  const ids = sql`contacts.id = any(array(
    select c.id from contacts c where c.organization_id = ${organizationId} and c.phone_number = any(${numbers}::text[])
    union all
    select k.contact_id from contact_numbers k
    where k.organization_id = ${organizationId} and k.phone_number = any(${numbers}::text[])
  ))`
  const present = await (isHeld ? lockContacts : peekContacts)(trx, actor, ids)
  // Asked afterwards: who was merged away while this waited is found by the number that was kept.
  const kept = await sql<{ phoneNumber: string; contactId: string }>`
    select phone_number, contact_id from contact_numbers
    where organization_id = ${organizationId} and phone_number = any(${numbers}::text[])
  `.execute(trx)
  const byId = new Map(present.map((contact) => [contact.id, knownAs(contact)]))
  const known = new Map(
    [...byId.values()].filter(({ phoneNumber }) => phoneNumber !== '').map((contact) => [contact.phoneNumber, contact]),
  )
  for (const { phoneNumber, contactId } of kept.rows) {
    const contact = byId.get(contactId)
    if (contact) known.set(phoneNumber, contact)
    else if (isHeld) throw new LostRace()
  }
  return known
}

function knownAs({ phoneNumber, fields, ...contact }: PresentContact): Known {
  const state = { isNew: false, isChanged: false, row: null }
  return { ...contact, ...state, phoneNumber: phoneNumber ?? '', fields, was: { ...fields } }
}

function imagined({ contactId, contactVersion, phoneNumber }: Earlier): Known {
  const texts = { firstName: null, lastName: null, email: null, status: '', process: '', source: '' }
  const fields = { ...texts, isAutopilot: false, tags: [], userId: '', assignees: [], customFields: {} }
  const state = { isVisible: true, isNew: false, isChanged: false, row: null }
  return { id: contactId, version: contactVersion, phoneNumber, fields, was: fields, ...state }
}

/** Until the transaction ends nobody changes them, nor gives them a note, a conversation or anything else. */
export function holdContacts(trx: Trx, actor: Actor, ids: string[]): Promise<PresentContact[]> {
  const condition = sql`contacts.id = any(${ids}::text[])`
  return readPresent(trx, sql`${selectContacts(actor, condition)} order by contacts.id for update`)
}

/** Until the transaction ends nobody else changes them; always in one order, so that two imports do not lock each other out. */
function lockContacts(trx: Trx, actor: Actor, condition: RawBuilder<unknown>): Promise<PresentContact[]> {
  return readPresent(trx, sql`${selectContacts(actor, condition)} order by contacts.id for no key update`)
}

function peekContacts(trx: Trx, actor: Actor, condition: RawBuilder<unknown>): Promise<PresentContact[]> {
  return readPresent(trx, selectContacts(actor, condition))
}

async function readPresent(trx: Trx, statement: RawBuilder<unknown>): Promise<PresentContact[]> {
  const found = await sql<PresentContact & FieldValues>`${statement}`.execute(trx)
  return found.rows.map(({ id, phoneNumber, version, isVisible, ...fields }) => ({
    id,
    phoneNumber,
    version,
    isVisible,
    fields,
  }))
}

function selectContacts(actor: Actor, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select contacts.id, contacts.phone_number, contacts.version, contacts.first_name, contacts.last_name, contacts.email,
      contacts.status, contacts.process, contacts.source, contacts.is_autopilot, contacts.tags, contacts.user_id,
      contacts.custom_fields, array(
        select a.user_id from contact_assignees a
        where a.organization_id = ${actor.organizationId} and a.contact_id = contacts.id order by a.user_id
      ) as assignees, ${visibleTo(actor, ownedContacts) ?? sql`true`} as is_visible
    from contacts where contacts.organization_id = ${actor.organizationId} and ${condition}`
}
