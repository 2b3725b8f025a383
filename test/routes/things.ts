import { notify } from '../../server/identity/notifications.ts'
import { transact } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/id.ts'
import type { TestApp } from '../app.ts'
import {
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newNumber,
  newOrganization,
  newSuperadmin,
} from '../factories.ts'
import type { Person } from '../factories.ts'
import { formOf } from '../files.ts'
import { newColleagueThings } from './colleagues.ts'
import type { ColleagueThings } from './colleagues.ts'
import { newErasureThings } from './erasure-things.ts'
import type { ErasureThings } from './erasure-things.ts'
import { importFile } from './import-file.ts'
import { newSendingThings } from './sending-things.ts'
import type { SendingThings } from './sending-things.ts'
import { newTransferThings } from './transfer-things.ts'
import type { TransferThings } from './transfer-things.ts'
import { newWebchatThings } from './webchat-things.ts'
import type { WebchatThings } from './webchat-things.ts'
import { newWebhookThings } from './webhook-things.ts'
import type { WebhookThings } from './webhook-things.ts'

/** One of everything that has an id, and what else tells whose it is. */
export interface Things
  extends ColleagueThings, ErasureThings, SendingThings, TransferThings, WebchatThings, WebhookThings {
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
  pageId: string
  phoneMessage: string
  notification: string
  document: string
  documentFile: string
  /** To the file of the document. */
  link: string
  pipeline: string
  stage: string
  organization: string
  note: string
  reminder: string
  /** Another contact, which may be the same, and the review that says so. */
  twin: string
  review: string
  otherReview: string
  merge: string
  import: string
  canceledImport: string
  view: string
}

export type Noun = keyof Things

/** An organization with somebody in each role; the head and the rep are in one department, the root crosses into all. */
export interface People {
  admin: Person
  head: Person
  rep: Person
  root: Person
  department: string
}

export async function newPeople(server: TestApp): Promise<People> {
  const { app } = server
  const admin = await newOrganization(app)
  const added = await admin.call('POST', '/api/departments', { name: 'Sales' })
  const departmentId = added.json()._id as string
  const head = await newColleague(app, admin, 'DEPARTMENT_HEAD', { departmentId })
  const rep = await newColleague(app, admin, 'SALES_REP', { departmentId })
  return { admin, head, rep, root: await newSuperadmin(server, admin), department: departmentId }
}

/** New things that the rep owns, and so the head and the admin see as well. */
export async function newThings(server: TestApp, { admin, rep, department }: People): Promise<Things> {
  const channel = await newChannel(admin)
  const page = await newChannel(admin, { type: 'facebook', identifier: newNumber().slice(1) })
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
  await report(server, rep, channel, inbound.conversationId)
  const twin = await newContact(admin, { userId: rep.user.id, assignees: [rep.user.id] })
  const merge = await newMerge(admin, rep)
  return {
    ...(await newSendingThings(admin, rep, inbound.conversationId)),
    ...(await newErasureThings(admin)),
    ...(await newTransferThings(server, admin)),
    ...(await newWebhookThings(server, admin, event)),
    ...(await newWebchatThings(server, admin, rep)),
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
    pageId: page.identifier,
    phoneMessage: await deliver(server, admin, channel, contact.phoneNumber),
    notification: await tell(server, rep, contact._id),
    ...(await keepDocument(rep, contact._id)),
    ...(await stageOf(admin)),
    organization: admin.user.organizationId,
    ...(await newColleagueThings(server, rep)),
    note: await newNote(rep, contact._id),
    reminder: await newReminder(rep, contact._id),
    twin: twin._id,
    review: await newReview(server, admin, contact._id, twin._id),
    otherReview: await newReview(server, admin, contact._id, merge.contact),
    merge: merge.mergeId,
    import: await upload(rep),
    canceledImport: await cancelStarted(rep),
    view: await saveView(rep),
  }
}

async function newNote(rep: Person, contactId: string): Promise<string> {
  return (await rep.call('POST', '/api/contact-notes', { contactId, note: 'A secret' })).json().data._id
}

async function newReminder(rep: Person, contactId: string): Promise<string> {
  const reminder = { contactId, note: 'A secret', reminderDate: '2999-01-01T09:00:00Z' }
  return (await rep.call('POST', '/api/reminders', reminder)).json().data._id
}

/** As if the two had been compared. */
async function newReview({ db }: TestApp, admin: Person, older: string, newer: string): Promise<string> {
  const id = newId()
  const review = { candidateContactId: older, sourceContactId: newer, status: 'needs_review', score: 0.9 }
  await db
    .insertInto('dedupReviews')
    .values({ ...review, organizationId: admin.user.organizationId, id, reasons: ['email'], createdAt: new Date() })
    .execute()
  return id
}

async function newMerge(admin: Person, rep: Person): Promise<{ mergeId: string; contact: string }> {
  const fields = { userId: rep.user.id, assignees: [] }
  const [target, source] = [await newContact(admin, fields), await newContact(admin, fields)]
  const merged = await admin.call('POST', '/api/contacts/merge', { sourceId: source._id, targetId: target._id })
  return { mergeId: merged.json().data.mergeId, contact: target._id }
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
  const file = { organizationId, id, contentType: 'image/png', size: 9, storedAt: at, createdAt: at }
  await db
    .insertInto('files')
    .values({ ...file, name: 'attachment', usedAt: at })
    .execute()
  await db
    .insertInto('attachments')
    .values({ ...file, messageId, fileId: id })
    .execute()
  await db
    .updateTable('messages')
    .set({ hasAttachments: true })
    .where('organizationId', '=', organizationId)
    .where('id', '=', messageId)
    .execute()
  return id
}

async function keepDocument(rep: Person, contactId: string) {
  const form = formOf('file', [['licence.txt', Buffer.from('A secret')]], { documentType: 'Identification' })
  const kept = await rep.call('POST', `/api/contacts/${contactId}/documents/upload`, form)
  const { _id, storageKey, signedUrl } = kept.json().document
  return { document: _id, documentFile: storageKey, link: signedUrl.split('/').at(-1) }
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

async function stageOf(admin: Person): Promise<Pick<Things, 'pipeline' | 'stage'>> {
  const { data } = (await admin.call('GET', '/api/pipelines')).json()
  return { pipeline: data._id, stage: data.stages[0]._id }
}

async function upload(rep: Person): Promise<string> {
  const uploaded = await rep.call('POST', '/api/contacts/imports', importFile('Phone\n+14155550100\n'))
  return uploaded.json()._id
}

async function cancelStarted(rep: Person): Promise<string> {
  const id = await upload(rep)
  await rep.call('POST', `/api/contacts/imports/${id}/start`, {})
  await rep.call('POST', `/api/contacts/imports/${id}/cancel`)
  return id
}

async function saveView(rep: Person): Promise<string> {
  const saved = await rep.call('POST', '/api/conversations/views', { name: 'A secret', filters: {} })
  return saved.json()._id
}

/** As if the worker had counted. */
async function report(
  { db }: TestApp,
  { user }: Person,
  { _id: channelId }: { _id: string },
  conversationId: string,
): Promise<void> {
  const { organizationId } = user
  const day = '2025-01-15'
  await db
    .insertInto('dailyMessages')
    .values({ organizationId, day, channelId, eventType: 'message.received', total: 1 })
    .execute()
  const sum = { organizationId, day, channelId, userId: user.id, bucket: 9, total: 1, seconds: 5 }
  await db
    .insertInto('dailySums')
    .values(['opened', 'received', 'firstResponse'].map((measure) => ({ ...sum, measure })))
    .execute()
  await db
    .insertInto('conversationClocks')
    .values({ organizationId, conversationId, openedAt: new Date(), waitingSince: new Date() })
    .execute()
}
