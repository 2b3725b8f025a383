import { sql } from 'kysely'

import type { Trx } from '../../platform/database.ts'
import { splitList } from '../lists.ts'
import { RowProblem } from './cells.ts'

/** Those of the organization's users who are named in a piece, by their emails and their full names. */
export class Colleagues {
  readonly #ids = new Map<string, Set<string>>()

  constructor(users: Array<{ id: string; email: string; fullName: string }>) {
    for (const { id, email, fullName } of users) {
      for (const name of [email, fullName]) {
        this.#ids.set(plain(name), (this.#ids.get(plain(name)) ?? new Set()).add(id))
      }
    }
  }

  find(text: string): string {
    const [id, ...others] = this.#ids.get(plain(text)) ?? []
    const shown = `"${text.slice(0, 80)}"`
    if (id === undefined) {
      throw new RowProblem('unknown_user', `${shown} is neither the email nor the full name of a colleague.`)
    }
    if (others.length === 0) return id
    throw new RowProblem('ambiguous_user', `${shown} is the name of several colleagues: give the email.`)
  }
}

/** Until the transaction ends none of them can be deleted; so what they get is handed over with the rest when they are. */
export async function findColleagues(trx: Trx, organizationId: string, texts: Set<string>): Promise<Colleagues> {
  const names = [...new Set([...texts].flatMap((text) => [text, ...splitList(text)]).map(plain))]
  if (names.length === 0) return new Colleagues([])
  const found = await sql<{ id: string; email: string; fullName: string }>`
    select id, email, full_name from users
    where organization_id = ${organizationId} and deleted_at is null
      and (email = any(${names}::text[])
        or lower(regexp_replace(btrim(full_name), '\\s+', ' ', 'g')) = any(${names}::text[]))
    order by id for key share
  `.execute(trx)
  return new Colleagues(found.rows)
}

function plain(name: string): string {
  return name.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase()
}
