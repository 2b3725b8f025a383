import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { ownedContacts, visibleTo } from '../identity/visibility.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { change, lockContacts, readContacts, resultOf } from './bulk.ts'
import type { BulkResult } from './bulk.ts'
import { findContact, lockContact } from './contacts.ts'
import type { Contact } from './row.ts'
import { toTag } from './tag-spelling.ts'

export const mostTags = 50

/** As tags are kept, each once. */
export function readTags(tags: string[]): string[] {
  const read = tags.map(toTag)
  if (read.includes('')) throw invalid('tags', 'a tag needs at least one character that is no space.')
  return [...new Set(read)]
}

/** Exactly these, instead of what it had. */
export function setTags(db: Database, actor: Actor, id: string, tags: string[]): Promise<Contact> {
  const wanted = readTags(tags)
  return transact(db, async (trx) => {
    const contact = await lockContact(trx, actor, id)
    return changeTags(trx, actor, contact, {
      add: wanted,
      remove: contact.tags.filter((tag) => !wanted.includes(tag)),
    })
  })
}

export interface TagChange {
  add: string[]
  remove: string[]
}

export function addTags(db: Database, actor: Actor, id: string, tags: string[]): Promise<Contact> {
  return changeTagsOf(db, actor, id, { add: readTags(tags), remove: [] })
}

export function removeTags(db: Database, actor: Actor, id: string, tags: string[]): Promise<Contact> {
  return changeTagsOf(db, actor, id, { add: [], remove: readTags(tags) })
}

function changeTagsOf(db: Database, actor: Actor, id: string, tags: TagChange): Promise<Contact> {
  return transact(db, async (trx) => changeTags(trx, actor, await lockContact(trx, actor, id), tags))
}

async function changeTags(trx: Trx, actor: Actor, contact: Contact, tags: TagChange): Promise<Contact> {
  await changeHeld(trx, actor, [contact], tags)
  return findContact(trx, actor, contact.id)
}

/** Of many contacts at once; a tag on both lists is taken away. */
export function tagContacts(
  db: Database,
  actor: Actor,
  ids: string[],
  { add, remove }: TagChange,
): Promise<BulkResult> {
  const wanted = { add: readTags(add), remove: readTags(remove) }
  return transact(db, async (trx) => {
    const before = await lockContacts(trx, actor, ids)
    return resultOf(ids, before, await changeHeld(trx, actor, before, wanted))
  })
}

async function changeHeld(trx: Trx, actor: Actor, before: Contact[], { add, remove }: TagChange): Promise<number> {
  const added = add.filter((tag) => !remove.includes(tag))
  const changed = before
    .filter(({ tags }) => added.some((tag) => !tags.includes(tag)) || remove.some((tag) => tags.includes(tag)))
    .map(({ id }) => id)
  if (changed.length === 0) return 0
  if (before.some(({ tags }) => tagsAfter(tags, added, remove) > mostTags)) {
    throw new Refusal(409, 'too_many_tags', `A contact may have ${mostTags} tags: take some away first.`)
  }
  for (const tag of remove) await removeOne(trx, actor, changed, tag)
  for (const tag of added) await addOne(trx, actor, changed, tag)
  await change(trx, actor, changed, new Date())
  await record(trx, actor, 'contact.updated', await readContacts(trx, actor, changed))
  return changed.length
}

function tagsAfter(tags: string[], added: string[], remove: string[]): number {
  return new Set([...tags.filter((tag) => !remove.includes(tag)), ...added]).size
}

async function addOne(trx: Trx, { organizationId }: Actor, ids: string[], tag: string): Promise<void> {
  await sql`
    update contacts set tags = array_append(tags, ${tag})
    where organization_id = ${organizationId} and id = any(${ids}) and not (${tag} = any(tags))
  `.execute(trx)
}

async function removeOne(trx: Trx, { organizationId }: Actor, ids: string[], tag: string): Promise<void> {
  await sql`
    update contacts set tags = array_remove(tags, ${tag})
    where organization_id = ${organizationId} and id = any(${ids}) and ${tag} = any(tags)
  `.execute(trx)
}

/** The tags of the contacts that the actor may see, the most used first; a thousand at most. */
export async function listTags(db: Database, actor: Actor): Promise<Array<{ tag: string; contacts: number }>> {
  const visible = visibleTo(actor, ownedContacts) ?? sql`true`
  const found = await sql<{ tag: string; contacts: number }>`
    select tag, count(*) as contacts from contacts cross join unnest(contacts.tags) as tag
    where contacts.organization_id = ${actor.organizationId} and cardinality(contacts.tags) > 0 and ${visible}
    group by tag order by count(*) desc, tag limit 1000
  `.execute(db)
  return found.rows
}
