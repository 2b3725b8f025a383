import type { Database } from '../platform/database.ts'
import { applyWatermark } from '../messages/watermarks.ts'
import { addressOf } from './visitors.ts'
import type { Standing } from './visitors.ts'

export interface Marks {
  deliveredUntil?: string | undefined
  readUntil?: string | undefined
}

/** Up to where the page has got, and the visitor has seen, what was sent to it. Going back is no news. */
export async function mark(db: Database, standing: Standing, { deliveredUntil, readUntil }: Marks): Promise<void> {
  const asked = [
    ['delivered', deliveredUntil],
    ['read', readUntil],
  ] as const
  for (const [status, id] of asked) {
    const until = id === undefined ? undefined : await timeOf(db, standing, id)
    if (!until) continue
    const from = addressOf(standing.visitor)
    await applyWatermark(db, standing.channel, { kind: 'watermark', from, status, until })
  }
}

/** Of the visitor's own conversation only; what is not there marks nothing. */
async function timeOf(db: Database, { visitor, conversation }: Standing, id: string): Promise<Date | undefined> {
  if (!conversation) return undefined
  const message = await db
    .selectFrom('messages')
    .select('createdAt')
    .where('organizationId', '=', visitor.organizationId)
    .where('conversationId', '=', conversation.id)
    .where('id', '=', id)
    .executeTakeFirst()
  return message?.createdAt
}
