import { notify } from '../../server/identity/notifications.ts'
import { transact } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/id.ts'
import type { TestApp } from '../app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../factories.ts'
import type { Person } from '../factories.ts'
import { newSendingThings } from './sending-things.ts'
import type { SendingThings } from './sending-things.ts'

/** One of everything that has an id, and what else tells whose it is. */
export interface Things extends SendingThings {
  contact: string
  conversation: string
  message: string
  queued: string
  failed: string
  attachment: string
  channel: string
  event: string
  user: string
  userEmail: string
  department: string
  phoneNumber: string
  channelNumber: string
  phoneMessage: string
  notification: string
}

export type Noun = keyof Things

/** An organization with somebody in each role; the head and the rep are in one department. */
export interface People {
  admin: Person
  head: Person
  rep: Person
  department: string
}

export async function newPeople({ app }: TestApp): Promise<People> {
  const admin = await newOrganization(app)
  const added = await admin.call('POST', '/api/departments', { name: 'Sales' })
  const departmentId = added.json()._id as string
  const head = await newColleague(app, admin, 'DEPARTMENT_HEAD', { departmentId })
  const rep = await newColleague(app, admin, 'SALES_REP', { departmentId })
  return { admin, head, rep, department: departmentId }
}

/** New things that the rep owns, and so the head and the admin see as well. */
export async function newThings(server: TestApp, { admin, rep, department }: People): Promise<Things> {
  const channel = await newChannel(admin)
  const contact = await newContact(admin, { userId: rep.user.id, assignees: [rep.user.id] })
  const inbound = await newInbound(admin, channel, { from: contact.phoneNumber, body: 'What a secret' })
  const [queued, failed] = [await newQueued(admin, inbound), await newQueued(admin, inbound)]
  await fail(server, admin, failed)
  const { id: event } = await server.db
    .selectFrom('events')
    .select('id')
    .where('organizationId', '=', admin.user.organizationId)
    .where('subjectId', '=', inbound.messageId)
    .executeTakeFirstOrThrow()
  await report(server, admin, channel)
  return {
    ...(await newSendingThings(admin, rep, inbound.conversationId)),
    contact: contact._id,
    conversation: inbound.conversationId,
    message: inbound.messageId,
    queued,
    failed,
    attachment: await attach(server, admin, inbound.messageId),
    channel: channel._id,
    event,
    user: rep.user.id,
    userEmail: rep.user.email,
    department,
    phoneNumber: contact.phoneNumber,
    channelNumber: channel.identifier,
    phoneMessage: await deliver(server, admin, channel, contact.phoneNumber),
    notification: await tell(server, rep, contact._id),
  }
}

async function newQueued(admin: Person, { conversationId }: { conversationId: string }): Promise<string> {
  const sent = await admin.call('POST', '/api/messages/send', { conversationId, content: 'Secretly queued' })
  return sent.json()._id
}

async function fail({ db }: TestApp, admin: Person, messageId: string): Promise<void> {
  const { organizationId } = admin.user
  await db
    .deleteFrom('outbox')
    .where('organizationId', '=', organizationId)
    .where('messageId', '=', messageId)
    .execute()
  await db
    .updateTable('messages')
    .set({ status: 'failed' })
    .where('organizationId', '=', organizationId)
    .where('id', '=', messageId)
    .execute()
}

async function attach({ db, storage }: TestApp, admin: Person, messageId: string): Promise<string> {
  const { organizationId } = admin.user
  const [id, at] = [newId(), new Date()]
  await storage.write(`${organizationId}/${id}`, Buffer.from('a picture'))
  await db
    .insertInto('attachments')
    .values({ organizationId, id, messageId, contentType: 'image/png', size: 9, storedAt: at, createdAt: at })
    .execute()
  await db
    .updateTable('messages')
    .set({ hasAttachments: true })
    .where('organizationId', '=', organizationId)
    .where('id', '=', messageId)
    .execute()
  return id
}

/** As if the simulated phone had received something. */
async function deliver(
  { db }: TestApp,
  admin: Person,
  channel: { _id: string; identifier: string },
  recipient: string,
): Promise<string> {
  const id = newId()
  const { organizationId } = admin.user
  const message = {
    channelId: channel._id,
    sender: channel.identifier,
    recipient,
    body: 'A secret',
    createdAt: new Date(),
  }
  await db
    .insertInto('simulatorMessages')
    .values({ organizationId, id, ...message })
    .execute()
  return id
}

async function tell({ db }: TestApp, { user }: Person, contactId: string): Promise<string> {
  const news = { type: 'mention', text: 'A secret', subjectType: 'contact', subjectId: contactId } as const
  await transact(db, (trx) => notify(trx, user.organizationId, [user.id], news))
  const { id } = await db
    .selectFrom('notifications')
    .select('id')
    .where('organizationId', '=', user.organizationId)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return id
}

/** As if the worker had counted. */
async function report({ db }: TestApp, admin: Person, channel: { _id: string }): Promise<void> {
  const { organizationId } = admin.user
  await db
    .insertInto('dailyMessages')
    .values({ organizationId, day: '2025-01-15', channelId: channel._id, eventType: 'message.received', total: 1 })
    .execute()
}
