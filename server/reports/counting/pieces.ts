import { sql } from 'kysely'
import type { Selectable, Updateable } from 'kysely'

import type { BusinessHours } from '../../identity/business-hours.ts'
import type { Trx } from '../../platform/database.ts'
import type { ReportRebuilds } from '../../platform/schema.ts'
import { Clocks } from './clocks.ts'
import { ofWhom } from './people.ts'
import { Sums } from './sums.ts'
import { Tally } from './tally.ts'
import type { Said, Talk } from './tally.ts'

const conversationsAtOnce = 1000
const messagesAtOnce = 2000
const always = new Date(0)
const longestSilence = 3 * 86_400_000

type Rebuild = Selectable<ReportRebuilds>
type Progress = Updateable<ReportRebuilds>

/** Of how often one was reopened nothing is left: it has been open since it began. */
export async function countConversations(trx: Trx, rebuild: Rebuild, hours: BusinessHours): Promise<Progress> {
  const { organizationId, countedFrom, conversationId } = rebuild
  const found = await sql<Talk & { resolvedAt: Date | null; resolvedById: string | null }>`
    select v.id, v.channel_id, ${ofWhom} as user_id, v.created_at, v.resolved_at, v.resolved_by_id from conversations v
    where v.organization_id = ${organizationId} and v.id > ${conversationId} and v.created_at < ${countedFrom}
    order by v.id limit ${conversationsAtOnce}
  `.execute(trx)
  const sums = new Sums(organizationId, hours)
  const tally = new Tally(sums, new Clocks(new Map()), always)
  for (const { resolvedAt, resolvedById, ...talk } of found.rows) {
    tally.opened(talk)
    const isResolved = resolvedAt !== null && resolvedAt < countedFrom
    if (isResolved) tally.resolved({ ...talk, userId: resolvedById ?? talk.userId }, resolvedAt)
  }
  await sums.write(trx)
  if (found.rows.length < conversationsAtOnce) return { phase: 'messages', conversationId: '', messageId: '' }
  return { conversationId: found.rows.at(-1)!.id }
}

interface Row extends Said {
  direction: 'inbound' | 'outbound'
  status: string
  isIgnored: boolean
  userId: string
}

/** Thread by thread; a long one takes several pieces, and since when its contact waits is remembered between them. */
export async function countMessages(trx: Trx, rebuild: Rebuild, hours: BusinessHours): Promise<Progress> {
  const { organizationId, countedFrom, conversationId, messageId, waitingSince } = rebuild
  const found = await sql<Row>`
    select m.id, m.conversation_id, m.channel_id, m.sent_by_id, m.is_ai_generated, m.created_at, m.direction, m.status,
      m.ignored_at is not null as is_ignored, ${ofWhom} as user_id
    from messages m join conversations v on v.organization_id = ${organizationId} and v.id = m.conversation_id
    where m.organization_id = ${organizationId} and (m.conversation_id, m.id) > (${conversationId}, ${messageId})
    order by m.conversation_id, m.id limit ${messagesAtOnce}
  `.execute(trx)
  const sums = new Sums(organizationId, hours)
  const clocks = new Clocks(new Map())
  if (waitingSince) clocks.change(conversationId, { waitingSince })
  const tally = new Tally(sums, clocks, always)
  for (const row of found.rows) if (row.createdAt < countedFrom) countRow(tally, clocks, row)
  await sums.write(trx)
  const last = found.rows.at(-1)
  if (found.rows.length < messagesAtOnce || !last) {
    await startClocks(trx, organizationId, countedFrom)
    return { waitingSince: null, finishedAt: new Date() }
  }
  const { waitingSince: stillWaiting } = clocks.of(last.conversationId)
  return { conversationId: last.conversationId, messageId: last.id, waitingSince: stillWaiting }
}

function countRow(tally: Tally, clocks: Clocks, { userId, ...row }: Row): void {
  if (row.direction === 'inbound') {
    if (row.isIgnored) return
    forgetOld(clocks, row)
    return tally.received(row, userId)
  }
  if (row.status === 'canceled') return
  tally.answered(row)
  if (['sent', 'delivered', 'read'].includes(row.status)) tally.sent(row)
  if (row.status === 'failed') tally.failed(row)
}

/** Of what was resolved meanwhile nothing is left. Who said thanks, and writes again days later, has not waited since then. */
function forgetOld(clocks: Clocks, { conversationId, createdAt }: Said): void {
  const { waitingSince } = clocks.of(conversationId)
  if (waitingSince && createdAt.getTime() - waitingSince.getTime() > longestSilence)
    clocks.change(conversationId, { waitingSince: null })
}

/** Whoever has waited since before is answered from now on by what the log tells. */
async function startClocks(trx: Trx, organizationId: string, countedFrom: Date): Promise<void> {
  await sql`
    insert into conversation_clocks (organization_id, conversation_id, waiting_since)
    select ${organizationId}, v.id, v.waiting_since from conversations v
    where v.organization_id = ${organizationId} and v.waiting_since < ${countedFrom} and v.state <> 'resolved'
    order by v.id
    on conflict (organization_id, conversation_id) do update set waiting_since = excluded.waiting_since
    where conversation_clocks.waiting_since > excluded.waiting_since
  `.execute(trx)
}
