import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Trx } from '../../platform/database.ts'
import { keepDeleted } from '../subjects.ts'
import { patternsOf } from '../traces.ts'
import type { Step, Work } from './step.ts'

const pieceSize = 10_000

/** Ids and the like: enough for whoever counts what happened, and nothing that anybody said or is called. */
const kept = ['id', 'organizationId', 'contactId', 'conversationId', 'channelId', 'userId', 'direction']

/**
 * The log keeps its order and its positions; of what it says about the person only ids stay. There is no index by subject,
 * which every writer would pay for: so the whole log is gone through, once. By now nothing is left of which anything new could
 * be told.
 */
export const logStep: Step = {
  async piece(trx, work) {
    const { organizationId, after } = work
    const end = await sql<{ id: string }>`
      select id from events where organization_id = ${organizationId} and id > ${after}
      order by id offset ${pieceSize - 1} limit 1
    `.execute(trx)
    const last = end.rows[0]?.id
    let found = await eventsAbout(trx, work, last)
    // What was deleted before the contact was is known from here alone.
    while (await learn(trx, work, found)) found = await eventsAbout(trx, work, last)
    await sql`
      update events set data = emptied.data
      from unnest(${found.map(({ id }) => id)}::text[], ${found.map(({ data }) => JSON.stringify(emptied(data)))}::jsonb[])
        as emptied (id, data)
      where events.organization_id = ${organizationId} and events.id = emptied.id
    `.execute(trx)
    return last
  },
}

interface Told {
  id: string
  type: string
  subjectId: string
  data: Record<string, unknown>
}

async function eventsAbout(
  trx: Trx,
  { organizationId, erasureId, after, traces }: Work,
  last: string | undefined,
): Promise<Told[]> {
  const isErased = (id: RawBuilder<unknown>) => sql`exists (
    select from erased_subjects s
    where s.organization_id = ${organizationId} and s.erasure_id = ${erasureId} and s.subject_id = ${id}
  )`
  const found = await sql<Told>`
    select e.id, e.type, e.subject_id, e.data from events e
    where e.organization_id = ${organizationId} and e.id > ${after} and ${last ? sql`e.id <= ${last}` : sql`true`}
      and (
        ${isErased(sql`e.subject_id`)} or ${isErased(sql`e.data ->> 'conversationId'`)}
        or e.data::text like any(${patternsOf(traces)})
      )
  `.execute(trx)
  return found.rows
}

/** Answers whether there is anything new to look for. */
async function learn(trx: Trx, work: Work, found: Told[]): Promise<boolean> {
  const { contactIds } = work.traces
  const conversations = found.filter(({ type, data }) => {
    const isTheirs = typeof data['contactId'] !== 'string' || contactIds.includes(data['contactId'])
    return type.startsWith('conversation.') && isTheirs
  })
  const files = found.flatMap(({ data }) => [
    ...(typeof data['fileId'] === 'string' ? [data['fileId']] : []),
    ...keysOf(data['attachments']),
  ])
  const ids = [...conversations.map(({ subjectId }) => subjectId), ...files]
  return (await keepDeleted(trx, work, await goneAmong(trx, work, ids))) > 0
}

/** What is still there has become another contact's, or always was one's as well. */
async function goneAmong(trx: Trx, { organizationId }: Work, ids: string[]): Promise<string[]> {
  const there = await sql<{ id: string }>`
    select v.id from conversations v where v.organization_id = ${organizationId} and v.id = any(${ids})
    union
    select f.id from files f where f.organization_id = ${organizationId} and f.id = any(${ids})
  `.execute(trx)
  const others = new Set(there.rows.map(({ id }) => id))
  return ids.filter((id) => !others.has(id))
}

/** Of the files that a note had, or a message that was to leave later. */
function keysOf(attachments: unknown): string[] {
  const files = Array.isArray(attachments) ? (attachments as Array<{ key?: unknown } | null>) : []
  return files.flatMap((file) => (typeof file?.key === 'string' ? [file.key] : []))
}

function emptied(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(kept.flatMap((name) => (typeof data[name] === 'string' ? [[name, data[name]]] : [])))
}
