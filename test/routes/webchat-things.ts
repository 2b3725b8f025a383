import type { Selectable } from 'kysely'

import { keepAddress } from '../../server/contacts/addresses.ts'
import { transact } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/id.ts'
import type { Channels } from '../../server/platform/schema.ts'
import { beginSession, changeVisitor, insertVisitor } from '../../server/webchat/visitors.ts'
import type { TestApp } from '../app.ts'
import type { Person } from '../factories.ts'
import { newWebchat, speakingFor } from '../webchat.ts'

export interface WebchatThings {
  webchat: string
  webchatKey: string
  /** The secret of a visitor, who has written there. */
  webchatId: string
  webchatConversation: string
  /** What the visitor wrote. */
  webchatMessage: string
  /** Another one, who has written in the same conversation. */
  webchatVisitor: string
  /** What the visitor has uploaded. */
  webchatFile: string
}

/** A webchat of the rep, with a visitor who is asked how it was. */
export async function newWebchatThings(server: TestApp, admin: Person, rep: Person): Promise<WebchatThings> {
  const { app, db } = server
  const { organizationId } = admin.user
  const webchat = await newWebchat(admin, { userId: rep.user.id })
  const channel = await db
    .selectFrom('channels')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', webchat.id)
    .executeTakeFirstOrThrow()
  const [webchatId, visitor] = await transact(db, async (trx) => {
    const made = await insertVisitor(trx, channel, {})
    return [await beginSession(trx, made), made] as const
  })
  const said = await speakingFor(app, webchatId).say('A secret')
  const { id: conversation } = await db
    .selectFrom('conversations')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', webchat.id)
    .executeTakeFirstOrThrow()
  await admin.call('POST', `/api/conversation/${conversation}/csat/request`)
  return {
    webchat: webchat.id,
    webchatKey: webchat.key,
    webchatId,
    webchatConversation: conversation,
    webchatMessage: said.json().id,
    webchatVisitor: await another(server, channel, conversation),
    webchatFile: await uploaded(server, organizationId, visitor.id),
  }
}

/** The contact of the conversation in another browser, so that its end is nobody else's. */
async function another({ db }: TestApp, channel: Selectable<Channels>, conversationId: string): Promise<string> {
  return transact(db, async (trx) => {
    const { contactId } = await trx
      .selectFrom('conversations')
      .select('contactId')
      .where('organizationId', '=', channel.organizationId)
      .where('id', '=', conversationId)
      .executeTakeFirstOrThrow()
    const { organizationId, id } = channel
    const visitor = await insertVisitor(trx, channel, {})
    await keepAddress(trx, { organizationId, channelId: id, address: visitor.id }, contactId)
    await changeVisitor(trx, visitor, { address: visitor.id })
    await beginSession(trx, visitor)
    return visitor.id
  })
}

async function uploaded({ db, storage }: TestApp, organizationId: string, uploadedById: string): Promise<string> {
  const [id, at] = [newId(), new Date()]
  await storage.write(`${organizationId}/${id}`, Buffer.from('a secret'))
  const file = { name: 'note.txt', contentType: 'text/plain', size: 8, uploadedById, storedAt: at, createdAt: at }
  await db
    .insertInto('files')
    .values({ organizationId, id, ...file })
    .execute()
  return id
}
