import { randomBytes } from 'node:crypto'

import type { Database } from '../../platform/database.ts'
import { invalid } from '../../platform/errors.ts'
import { newId } from '../../platform/id.ts'
import type { AttachmentLimits, Connection, Connector, Draft } from '../connector.ts'
import { identityCredentials } from './identity-secret.ts'
import { webchatSettings } from './settings.ts'

/** What the site calls its user, where we play the user. */
export const simulated = 'simulator '

const attachments: AttachmentLimits = { most: 10, mostBytes: 100 * 1024 * 1024, isAccepted: () => true }

/** We are the provider ourselves: what is sent has arrived where the visitor's page gets it from. That it did, the page tells. */
export function webchatConnector(db?: Database): Connector {
  return {
    type: 'webchat',
    provider: 'tether',
    settings: webchatSettings,
    credentials: identityCredentials,
    maxLength: 4000,
    identify,
    routes: () => [],
    messagesPerSecond: () => 1000,
    countSegments: () => 1,
    hasQuotes: true,
    attachments,
    send: async (connection, draft) => {
      if (db) await showSimulated(db, connection, draft)
      return { kind: 'accepted', providerMessageId: `sent:${draft.attemptId}` }
    },
    lookUp: () => Promise.resolve(undefined),
    test: () =>
      Promise.resolve({ isWorking: true, message: 'Put the script on your site: there is nothing to test here.' }),
    fetchAttachment: () => Promise.reject(new Error('What visitors attach is uploaded here.')),
  }
}

/** What simulated visitors got is kept as what simulated phones did: no page of theirs fetches it. */
async function showSimulated(
  db: Database,
  connection: Connection,
  { to, content, media = [], replyTo }: Draft,
): Promise<void> {
  const { organizationId, channelId, identifier } = connection
  const visitor = await db
    .selectFrom('webchatVisitors')
    .select('externalId')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('address', '=', to)
    .executeTakeFirst()
  if (!visitor?.externalId?.startsWith(simulated)) return
  const createdAt = new Date()
  await db
    .insertInto('simulatorMessages')
    .values({
      organizationId,
      id: newId(createdAt),
      channelId,
      sender: identifier,
      recipient: to,
      body: content,
      media: JSON.stringify(media),
      replyTo: replyTo ?? null,
      createdAt,
    })
    .execute()
}

function identify(identifier: string | undefined): string {
  if (identifier !== undefined) throw invalid('identifier', 'a webchat gets one of its own: leave it out.')
  return `wck_${randomBytes(18).toString('base64url')}`
}
