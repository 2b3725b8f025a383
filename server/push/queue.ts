import { sql } from 'kysely'

import { afterCommit, transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import type { Signals } from '../platform/signals.ts'

export type PushKind = 'message' | 'notification' | 'test'

/** Something to be pushed to one browser; of its topic only the latest. */
export interface NewPush {
  subscriptionId: string
  kind: PushKind
  topic: string
  subjectId: string
  /** When it happened: what is old news by the time it could leave is left out. */
  at: Date
}

export interface Push {
  organizationId: string
  id: string
  subscriptionId: string
  kind: PushKind
  topic: string
  subjectId: string
  tries: number
  createdAt: Date
}

let signals: Signals | undefined

/** Whom to wake when there is something to push. Without one the workers find it by looking. */
export function wakePushersThrough(them: Signals | undefined): void {
  signals = them
}

/** Puts them in line, in the transaction that makes them true. */
export async function queuePushes(trx: Trx, organizationId: string, pushes: NewPush[], now: Date): Promise<void> {
  const latest = new Map(pushes.map((push) => [`${push.subscriptionId} ${push.topic}`, push]))
  if (latest.size === 0) return
  const rows = [...latest.values()].map((push) => ({ id: newId(now), ...push }))
  await sql`
    insert into pushes (organization_id, id, subscription_id, kind, topic, subject_id, due_at, created_at)
    select ${organizationId}, p.id, p."subscriptionId", p.kind, p.topic, p."subjectId", ${now}::timestamptz, p.at
    from json_to_recordset(${JSON.stringify(rows)}::json) as p
      (id text, "subscriptionId" text, kind text, topic text, "subjectId" text, at timestamptz)
    on conflict (organization_id, subscription_id, topic) do update set
      kind = excluded.kind, subject_id = excluded.subject_id, due_at = excluded.due_at, created_at = excluded.created_at, tries = 0
  `.execute(trx)
  afterCommit(trx, () => signals?.send('pushes', organizationId))
}

/** Longer than a call takes: whoever has not come back by then is dead. */
const leaseMilliseconds = 60_000

/** Takes what is due, and puts it off until its taker must be dead. */
export function claimPushes(db: Database, organizationId: string, limit: number, now: Date): Promise<Push[]> {
  return transact(db, async (trx) => {
    const found = await sql<Push>`
      select organization_id, id, subscription_id, kind, topic, subject_id, tries + 1 as tries, created_at from pushes
      where organization_id = ${organizationId} and due_at <= ${now}
      order by due_at limit ${limit} for update skip locked
    `.execute(trx)
    const ids = found.rows.map(({ id }) => id)
    if (ids.length === 0) return []
    await sql`
      update pushes set tries = tries + 1, due_at = ${new Date(now.getTime() + leaseMilliseconds)}
      where organization_id = ${organizationId} and id = any(${ids})
    `.execute(trx)
    return found.rows
  })
}

/** Of the same topic there may be newer news by now: those stay. */
export async function endPush(db: Database, push: Push): Promise<void> {
  await db
    .deleteFrom('pushes')
    .where('organizationId', '=', push.organizationId)
    .where('id', '=', push.id)
    .where('subjectId', '=', push.subjectId)
    .where('tries', '=', push.tries)
    .execute()
}

export async function putOffPush(db: Database, push: Push, dueAt: Date): Promise<void> {
  await db
    .updateTable('pushes')
    .set({ dueAt })
    .where('organizationId', '=', push.organizationId)
    .where('id', '=', push.id)
    .where('subjectId', '=', push.subjectId)
    .where('tries', '=', push.tries)
    .execute()
}

/** The organizations in which something is due. */
export async function organizationsToPush(db: Database, now: Date): Promise<string[]> {
  const found = await sql<{ organizationId: string }>`
    select organization_id, count(*) from pushes where due_at <= ${now} group by organization_id
  `.execute(db)
  return found.rows.map(({ organizationId }) => organizationId)
}
