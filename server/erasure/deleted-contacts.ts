import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import type { Person } from './traces.ts'

interface LastWords {
  id: string
  data: Partial<Person>
}

/** Contacts that were deleted in the ordinary way, as far as the log still tells. */
export async function findDeleted(trx: Trx, organizationId: string, ids: string[]): Promise<Person[]> {
  const found = await sql<LastWords>`
    select e.subject_id as id, e.data from events e
    where e.organization_id = ${organizationId} and e.subject_id = any(${ids}) and e.type = 'contact.deleted'
    order by e.id desc
  `.execute(trx)
  return found.rows.map(({ id, data }) => ({
    organizationId,
    id,
    phoneNumber: data.phoneNumber ?? null,
    secondaryPhoneNumber: data.secondaryPhoneNumber ?? [],
    email: data.email ?? null,
    firstName: data.firstName ?? null,
    lastName: data.lastName ?? null,
  }))
}

/** By the number that they had, or that somebody had who was merged into them; the last that was deleted first. */
export async function findDeletedWith(trx: Trx, organizationId: string, phoneNumber: string): Promise<Person[]> {
  const found = await sql<{ id: string }>`
    select e.subject_id as id from events e
    where e.organization_id = ${organizationId} and e.type = 'contact.deleted' and e.data ->> 'phoneNumber' = ${phoneNumber}
    union
    select m.target_id from contact_merges m
    where m.organization_id = ${organizationId} and m.undone_at is null
      and m.saved -> 'source' ->> 'phoneNumber' = ${phoneNumber}
  `.execute(trx)
  return findDeleted(
    trx,
    organizationId,
    found.rows.map(({ id }) => id),
  )
}
