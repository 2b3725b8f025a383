import { findContact } from '../contacts/contacts.ts'
import { toContact } from '../contacts/schemas.ts'
import type { Links } from '../files/links.ts'
import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { sections } from './personal-data/sections.ts'
import type { Subject } from './personal-data/sections.ts'
import { tracesOf } from './traces.ts'

/** Refuses, and notes who asks, before the first byte is written: afterwards it is too late for another answer. */
export function beginExport(db: Database, actor: Actor, contactId: string): Promise<Subject> {
  return transact(db, async (trx) => {
    const contact = await findContact(trx, actor, contactId)
    await audit(trx, actor, 'contact.exported', null, { id: contactId })
    return { contact, organizationId: actor.organizationId, ...(await tracesOf(trx, contact)) }
  })
}

/** One JSON document, a page of one list in memory at a time. Times are UTC. */
export async function* writePersonalData(db: Database, links: Links, subject: Subject): AsyncGenerator<string> {
  yield `{\n"exportedAt": ${JSON.stringify(new Date())},\n"contact": ${JSON.stringify(toContact(subject.contact), null, 2)}`
  for (const [name, pages] of Object.entries(sections)) {
    yield `,\n"${name}": [`
    let separator = '\n'
    for await (const page of pages(db, links, subject)) {
      for (const item of page) {
        yield separator + JSON.stringify(item, null, 2)
        separator = ',\n'
      }
    }
    yield '\n]'
  }
  yield '\n}\n'
}
