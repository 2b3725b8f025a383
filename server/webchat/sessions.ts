import type { Channel } from '../channels/channels.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { becomeKnown } from './becoming-known.ts'
import { readIdentity } from './identity-token.ts'
import type { WebchatTools } from './tools.ts'
import { beginSession, changeVisitor, enter, insertVisitor, noted, settingsOf, standingOf } from './visitors.ts'
import type { Standing, Visit } from './visitors.ts'

/** Visits that begin, and those that go on, from one address in a minute: an office has one address. */
const most = { beginning: 60, comingBack: 600 }

export interface Arrival extends Visit {
  webchatId?: string | undefined
  identity?: string | undefined
  /** Where it comes from. */
  clientAddress: string
}

export interface Session {
  secret: string
  isNew: boolean
  isContinued: boolean
  standing: Standing
}

/** Goes on with the session that there is, or begins one. Whoever is vouched for is that person, on whatever device. */
export async function openSession(
  db: Database,
  tools: WebchatTools,
  channel: Channel,
  { webchatId, identity, clientAddress, ...visit }: Arrival,
): Promise<Session> {
  await tools.limits.take(db, 'come back', clientAddress, most.comingBack)
  const claims = identity === undefined ? undefined : await readIdentity(tools, channel, identity)
  const isBack = webchatId !== undefined && (await standingOf(db, webchatId))?.channel.id === channel.id
  if (!isBack) await tools.limits.take(db, 'begin', clientAddress, most.beginning)
  const opened = await transact(db, async (trx) => {
    const present = webchatId === undefined ? undefined : await standingOf(trx, webchatId)
    const secret = present?.channel.id === channel.id ? webchatId : undefined
    if (claims) {
      const known = await becomeKnown(trx, tools, channel, claims, { ...visit, secret })
      // Of a session that is over nobody knows any more whose it was.
      return { ...known, isContinued: known.isContinued && (secret !== undefined || webchatId === undefined) }
    }
    refuseUnknown(channel, present)
    if (secret === undefined || !present) {
      const begun = await beginSession(trx, await insertVisitor(trx, channel, visit))
      return { secret: begun, isNew: true, isContinued: true }
    }
    await changeVisitor(trx, present.visitor, noted(visit))
    return { secret, isNew: false, isContinued: true }
  })
  return { ...opened, standing: await enter(db, opened.secret) }
}

/** Where only those are let in for whom the site vouches. */
export function refuseUnknown(channel: Channel, standing: Standing | undefined): void {
  const isKnown = standing?.channel.id === channel.id && standing.visitor.externalId !== null
  if (isKnown || !settingsOf(channel).identity.isRequired) return
  throw new Refusal(
    403,
    'identity_required',
    'Here only those may write for whom the site vouches: log in there first.',
  )
}

/** What a visitor is told of who answers. */
export async function agentOf(db: Database, { visitor, conversation }: Standing): Promise<{ name: string } | null> {
  if (!conversation?.agentId) return null
  const user = await db
    .selectFrom('users')
    .select('fullName')
    .where('organizationId', '=', visitor.organizationId)
    .where('id', '=', conversation.agentId)
    .executeTakeFirst()
  return user ? { name: user.fullName } : null
}
