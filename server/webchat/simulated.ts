import { channelAt } from '../channels/channels.ts'
import type { Channel } from '../channels/channels.ts'
import { simulated } from '../channels/webchat.ts'
import type { Played, PlayVisitor } from '../messages/simulated-visitors.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { say } from './saying.ts'
import type { WebchatTools } from './tools.ts'
import { beginSession, changeVisitor, endSession, enter, findKnown, holdVisitors, insertVisitor } from './visitors.ts'

/** The simulator's visitors are known to the site, which is us: the same name is the same visitor, and fills in no form. */
export function playingVisitors(tools: WebchatTools): PlayVisitor {
  return async (db, { organizationId }, { from, key, content, clientId }) => {
    const channel = await channelAt(db, 'webchat', key)
    if (!channel || channel.organizationId !== organizationId || channel.disabledAt) return undefined
    const secret = await arrive(db, channel, from.trim())
    try {
      return await speak(db, tools, secret, { content, clientId, from: organizationId })
    } finally {
      await endSession(db, secret)
    }
  }
}

function arrive(db: Database, channel: Channel, name: string): Promise<string> {
  return transact(db, async (trx) => {
    const externalId = `${simulated}${name}`
    await holdVisitors(trx, channel, [`of ${externalId}`])
    const known = await findKnown(trx, channel, externalId)
    const visitor = known ?? (await insertVisitor(trx, channel, { externalId, browser: 'the simulator' }))
    if (!known) await changeVisitor(trx, visitor, { name })
    return beginSession(trx, visitor)
  })
}

async function speak(
  db: Database,
  tools: WebchatTools,
  secret: string,
  { content, clientId, from }: { content: string; clientId: string; from: string },
): Promise<Played> {
  const saying = { clientId, content, clientAddress: `${simulated}${from}` }
  const { message } = await say(db, tools, secret, saying)
  const { visitor, conversation, contactId } = await enter(db, secret)
  return { id: message.id, conversationId: conversation!.id, contactId: contactId!, visitorId: visitor.address! }
}
