import { sql } from 'kysely'

import type { Trx } from '../../../platform/database.ts'
import type { Work } from '../step.ts'
import { thereAmong } from './gone.ts'
import { lastOwners } from './owners.ts'

export interface Told {
  id: string
  type: string
  subjectId: string
  data: Record<string, unknown>
}

export interface Sorted {
  theirs: Told[]
  /** About somebody else, of whom it says more than of the person. */
  others: Told[]
  /** What was theirs, among all that these events are about. */
  erased: Set<string>
}

/**
 * Whoever was merged and parted again stands in one event with another contact, and their conversations stood under both
 * names. Whose something is says its row; of what is gone, who had it last.
 */
export async function sortByOwner(trx: Trx, work: Work, told: Told[]): Promise<Sorted> {
  const { organizationId } = work
  const ids = [
    ...new Set(told.flatMap((event) => [event.subjectId, ...textsOf(event, 'conversationId', 'latestMessageId')])),
  ]
  const erased = await erasedAmong(trx, work, ids)
  const there = await thereAmong(trx, organizationId, ids)
  const unknown = [...new Set(told.flatMap(conversationOf))].filter((id) => !erased.has(id) && !there.has(id))
  const owners = await lastOwners(trx, work, unknown)
  const isOthers = (event: Told) =>
    isAbout(event, { erased, there, owners, contactIds: work.traces.contactIds }) === 'other'
  return { erased, theirs: told.filter((event) => !isOthers(event)), others: told.filter(isOthers) }
}

interface Known {
  erased: Set<string>
  there: Set<string>
  owners: Map<string, string>
  contactIds: string[]
}

function isAbout(event: Told, { erased, there, owners, contactIds }: Known): 'person' | 'other' {
  const [conversationId = ''] = conversationOf(event)
  for (const id of [event.subjectId, conversationId]) {
    if (erased.has(id)) return 'person'
    if (there.has(id)) return 'other'
  }
  const [contactId] = event.type.startsWith('contact.') ? [event.subjectId] : textsOf(event, 'contactId')
  const owner = owners.get(conversationId) ?? contactId
  // Nobody's that is known: it names the person, and that is all that is known of it.
  return owner === undefined || contactIds.includes(owner) ? 'person' : 'other'
}

function conversationOf(event: Told): string[] {
  return event.type.startsWith('conversation.') ? [event.subjectId] : textsOf(event, 'conversationId')
}

function textsOf({ data }: Told, ...names: string[]): string[] {
  return names.map((name) => data[name]).filter((value) => typeof value === 'string')
}

async function erasedAmong(trx: Trx, { organizationId, erasureId }: Work, ids: string[]): Promise<Set<string>> {
  const found = await sql<{ subjectId: string }>`
    select subject_id from erased_subjects
    where organization_id = ${organizationId} and erasure_id = ${erasureId} and subject_id = any(${ids})
  `.execute(trx)
  return new Set(found.rows.map(({ subjectId }) => subjectId))
}
