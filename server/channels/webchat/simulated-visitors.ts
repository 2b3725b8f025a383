import type { Database } from '../../platform/database.ts'
import { readCursor, writeCursor } from '../../platform/pagination.ts'
import { simulated } from './connector.ts'

interface Where {
  organizationId: string
  id: string
}

export interface SimulatedVisitor {
  id: string
  name: string
  /** Of its conversation; null until it has said something. */
  address: string | null
}

/** Whom the simulator plays on a webchat, the newest first. */
export async function simulatedVisitors(
  db: Database,
  { organizationId, id: channelId }: Where,
  { size, cursor }: { size: number; cursor?: string },
): Promise<{ visitors: SimulatedVisitor[]; nextCursor: string | null }> {
  let query = db
    .selectFrom('webchatVisitors')
    .select(['id', 'externalId', 'address'])
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('externalId', 'like', `${simulated}%`)
    .orderBy('id', 'desc')
    .limit(size)
  if (cursor) query = query.where('id', '<', readCursor(cursor, 1)[0]!)
  const found = await query.execute()
  const visitors = found.map(({ id, externalId, address }) => ({ id, address, name: nameIn(externalId) }))
  const last = visitors.length === size ? visitors.at(-1) : undefined
  return { visitors, nextCursor: last ? writeCursor([last.id]) : null }
}

/** Where the visitor that is played under this name is found; undefined before it has said anything. */
export async function simulatedAddress(
  db: Database,
  { organizationId, id: channelId }: Where,
  name: string,
): Promise<string | undefined> {
  const visitor = await db
    .selectFrom('webchatVisitors')
    .select('address')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('externalId', '=', `${simulated}${name.trim()}`)
    .executeTakeFirst()
  return visitor?.address ?? undefined
}

function nameIn(externalId: string | null): string {
  return externalId?.slice(simulated.length) ?? ''
}
