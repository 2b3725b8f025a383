import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Trx } from '../../platform/database.ts'
import { keepDeleted } from '../subjects.ts'
import { patternsOf } from '../traces.ts'
import { forgetAddresses } from './log/addresses.ts'
import { goneAmong } from './log/gone.ts'
import { emptied, withoutTraces } from './log/rewriting.ts'
import { sortByOwner } from './log/whose.ts'
import type { Sorted, Told } from './log/whose.ts'
import type { Step, Work } from './step.ts'

const pieceSize = 10_000

/**
 * The log keeps its order and its positions; of what it says about the person only ids stay, and what it says about others
 * stays without the person. There is no index by subject, which every writer would pay for: so the whole log is gone through;
 * twice if it is long, for what is known from its end alone. By now nothing is left of which anything new could be told.
 */
export const logStep: Step = {
  async piece(trx, work) {
    const { organizationId, after } = work
    const end = await sql<{ id: string }>`
      select id from events where organization_id = ${organizationId} and id > ${after}
      order by id offset ${pieceSize - 1} limit 1
    `.execute(trx)
    const last = end.rows[0]?.id
    let sorted = await sortByOwner(trx, work, await eventsAbout(trx, work, last))
    // What was deleted before the contact was is known from here alone.
    while (await learn(trx, work, sorted)) {
      sorted = await sortByOwner(trx, work, await eventsAbout(trx, work, last))
    }
    await forgetAddresses(trx, work, sorted.theirs)
    await rewrite(trx, organizationId, [
      ...sorted.theirs.map(({ id, data }) => ({ id, data: emptied(data) })),
      ...(await withoutTraces(trx, work, sorted)),
    ])
    return last
  },
}

async function eventsAbout(
  trx: Trx,
  { organizationId, erasureId, after, traces }: Work,
  last: string | undefined,
): Promise<Told[]> {
  const { parted = [], names = [] } = traces
  const isErased = (id: RawBuilder<unknown>) => sql`exists (
    select from erased_subjects s
    where s.organization_id = ${organizationId} and s.erasure_id = ${erasureId} and s.subject_id = ${id}
  )`
  const found = await sql<Told>`
    select e.id, e.type, e.subject_id, e.data from events e
    where e.organization_id = ${organizationId} and e.id > ${after} and ${last ? sql`e.id <= ${last}` : sql`true`}
      and (
        ${isErased(sql`e.subject_id`)} or ${isErased(sql`e.data ->> 'conversationId'`)}
        or ${isErased(sql`e.data ->> 'latestMessageId'`)} or e.data::text like any(${patternsOf(traces)})
        or e.subject_id = any(${parted}::text[]) and e.type like 'contact.%'
          and (e.data ->> 'firstName' = any(${names}::text[]) or e.data ->> 'lastName' = any(${names}::text[]))
      )
  `.execute(trx)
  return found.rows
}

/** Answers whether there is anything new to look for. */
async function learn(trx: Trx, work: Work, { theirs }: Sorted): Promise<boolean> {
  const holders = theirs.filter(({ type }) => /^(conversation|file)\./.test(type))
  const files = theirs.flatMap(({ data }) => [
    ...(typeof data['fileId'] === 'string' ? [data['fileId']] : []),
    ...keysOf(data['attachments']),
  ])
  const ids = [...holders.map(({ subjectId }) => subjectId), ...files]
  return (await keepDeleted(trx, work, await goneAmong(trx, work.organizationId, ids))) > 0
}

/** Of the files that a note had, or a message that was to leave later. */
function keysOf(attachments: unknown): string[] {
  const files = Array.isArray(attachments) ? (attachments as Array<{ key?: unknown } | null>) : []
  return files.flatMap((file) => (typeof file?.key === 'string' ? [file.key] : []))
}

async function rewrite(trx: Trx, organizationId: string, events: Array<Pick<Told, 'id' | 'data'>>): Promise<void> {
  await sql`
    update events set data = rewritten.data
    from unnest(${events.map(({ id }) => id)}::text[], ${events.map(({ data }) => JSON.stringify(data))}::jsonb[])
      as rewritten (id, data)
    where events.organization_id = ${organizationId} and events.id = rewritten.id
  `.execute(trx)
}
