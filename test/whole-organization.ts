import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'

import { sealKey } from '../server/contacts/erased-opt-out-keys.ts'
import { foldCounts, recountInbox } from '../server/conversations/count-folding.ts'
import { transact } from '../server/platform/database.ts'
import type { Database } from '../server/platform/database.ts'
import { newId } from '../server/platform/id.ts'
import type { TestApp } from './app.ts'
import { newChannel, newContact, newInbound, newNumber } from './factories.ts'
import type { Person } from './factories.ts'
import { picture, upload } from './files.ts'
import { newPeople, newThings } from './routes/things.ts'
import type { People, Things } from './routes/things.ts'

export interface WholeOrganization {
  people: People
  things: Things
  /** A contact's, that was typed in under its own field. */
  fieldId: string
}

/** An organization with something of every kind. */
export async function newWholeOrganization(server: TestApp): Promise<WholeOrganization> {
  const people = await newPeople(server)
  const things = await newThings(server, people)
  const { key } = await upload(people.rep, await picture(), '../../picture of "Jane".png')
  await people.admin.call('POST', '/api/messages/send', {
    contactId: things.contact,
    content: 'Look at ',
    attachments: [key],
  })
  await holdFiles(people, things)
  await fillInbox(people, things)
  await insertErased(server, people)
  const fieldId = newId()
  await insertRest(server, people, things, fieldId)
  return { people, things, fieldId }
}

/** Of whatever holds files itself one that does. */
async function holdFiles({ rep }: People, { contact, conversation }: Things): Promise<void> {
  const [{ key: one }, { key: other }] = [await upload(rep, await picture()), await upload(rep, await picture())]
  const scheduledAt = inSomeMonths()
  const attachments = [{ key: other }, { key: one }]
  await post(rep, '/api/contact-notes', { contactId: contact, note: 'A plan', attachments })
  await post(rep, `/api/conversation/${conversation}/notes`, { content: 'A plan', attachments })
  await post(rep, '/api/messages/send', { conversationId: conversation, content: '', scheduledAt, attachments: [one] })
}

/** Conversations in each state and in several lists, one of them in the queue; a second pipeline, with a verified contact. */
async function fillInbox({ admin, head, rep, department }: People, { channel: channelId }: Things): Promise<void> {
  const routing = { mode: 'round_robin', departmentId: department, isInBusinessHours: true }
  const channel = await newChannel(admin)
  assertDone(await admin.call('PUT', `/api/channels/${channel._id}/routing`, routing))
  await newInbound(admin, channel)
  await reactOnPage(admin)
  const to = (await admin.call('GET', `/api/channels/${channelId}`)).json()
  const ids = []
  for (let count = 0; count < 5; count++) ids.push((await newInbound(admin, to)).conversationId)
  const [assigned, resolved, snoozed, seen] = ids
  await post(admin, '/api/conversations/assign', { ids: [assigned], assignees: [head.user.id, rep.user.id] })
  await post(admin, `/api/conversation/${assigned}/notes`, { content: 'Can you look?', mentions: [rep.user.id] })
  await post(admin, '/api/conversations/resolve', { ids: [resolved] })
  await post(admin, '/api/conversations/snooze', { ids: [snoozed], until: inSomeMonths() })
  for (const person of [admin, head, rep]) await post(person, '/api/conversations/seen', { ids: [seen, assigned] })
  const { data } = await post(admin, '/api/pipelines/create', { name: 'Renewals', stages: ['Due', 'Lost'] })
  const contact = await newContact(admin, { pipelineId: data._id, userId: rep.user.id })
  assertDone(await admin.call('PATCH', `/api/contacts/${contact._id}/verify`, { verificationSource: 'a call' }))
  const said = { type: 'phone', value: contact.phoneNumber }
  assertDone(await admin.call('PATCH', `/api/contacts/${contact._id}/verify-contact-methods`, said))
  await post(admin, '/api/pipelines/set-default', { pipelineId: data._id })
}

function inSomeMonths(): string {
  return new Date(Date.now() + 200 * 86_400_000).toISOString()
}

async function post(person: Person, url: string, body: object) {
  const answer = await person.call('POST', url, body)
  assertDone(answer)
  return answer.json()
}

function assertDone({ statusCode, body }: { statusCode: number; body: string }): void {
  assert.ok(statusCode < 300, body)
}

/** Somebody who was erased, and never wanted to be written to. */
async function insertErased({ db }: TestApp, { rep }: People): Promise<void> {
  const { organizationId } = rep.user
  const at = new Date()
  const erasure = {
    contactId: newId(),
    actorType: 'user',
    found: '{}',
    step: 'finished',
    requestedAt: at,
    finishedAt: at,
  }
  await db
    .insertInto('erasures')
    .values({ organizationId, id: newId(), ...erasure })
    .execute()
  const key = sealKey(randomBytes(32).toString('base64url'))
  await db.insertInto('erasedOptOutKeys').values({ organizationId, id: newId(), key, createdAt: at }).execute()
  const optOut = { channelType: 'sms', addressHash: 'hash', source: 'keyword', optedOutAt: at }
  await db
    .insertInto('erasedOptOuts')
    .values({ organizationId, ...optOut })
    .execute()
}

/** A row in each table that nobody takes along. */
export async function insertStaying({ db }: TestApp, { admin, rep }: People): Promise<void> {
  const { organizationId, id: userId } = rep.user
  const at = new Date()
  const own = { organizationId, userId }
  await rep.call('POST', '/api/user/api-key/regenerate')
  await admin.call('POST', '/api/user/reset-password', { userId })
  await db
    .insertInto('recoveryCodes')
    .values({ ...own, hash: 'x' })
    .execute()
  await db
    .insertInto('knownAddresses')
    .values({ ...own, address: '::1', lastLoginAt: at })
    .onConflict((each) => each.doNothing())
    .execute()
  await db
    .insertInto('mails')
    .values({ organizationId, id: newId(), recipient: 'a', subject: 'b', createdAt: at })
    .execute()
  const { id: subscriptionId } = await db
    .selectFrom('pushSubscriptions')
    .select('id')
    .where('organizationId', '=', organizationId)
    .limit(1)
    .executeTakeFirstOrThrow()
  const push = { subscriptionId, kind: 'test', topic: 'a', subjectId: newId(), dueAt: at, createdAt: at }
  await db
    .insertInto('pushes')
    .values({ organizationId, id: newId(), ...push })
    .execute()
  await db.insertInto('eventCursors').values({ organizationId, subscriber: 'a', position: 1 }).execute()
  const receipt = { channelId: newId(), providerMessageId: 'SM1', receipt: '{}', receivedAt: at }
  await db
    .insertInto('unmatchedReceipts')
    .values({ organizationId, id: newId(), ...receipt })
    .execute()
  const { id: erasureId } = await db
    .selectFrom('erasures')
    .select('id')
    .where('organizationId', '=', organizationId)
    .executeTakeFirstOrThrow()
  await db.insertInto('erasedSubjects').values({ organizationId, erasureId, subjectId: newId() }).execute()
  const bulk = { template: 'Hello', contactIds: [newId()], messageIds: [newId()], actorType: 'user', createdAt: at }
  const holderId = newId()
  await db
    .insertInto('bulkSends')
    .values({ organizationId, id: holderId, ...bulk })
    .execute()
  const { id: fileId } = await db
    .selectFrom('files')
    .select('id')
    .where('organizationId', '=', organizationId)
    .limit(1)
    .executeTakeFirstOrThrow()
  await db.insertInto('bulkSendFiles').values({ organizationId, holderId, fileId, position: 0 }).execute()
  const { id: conversationId } = await db
    .selectFrom('conversations')
    .select('id')
    .where('organizationId', '=', organizationId)
    .limit(1)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('drafts')
    .values({ ...own, conversationId, content: 'Dear', isNote: false, updatedAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const rebuild = { countedFrom: at, phase: 'conversations', conversationId: '', messageId: '' }
  await db
    .insertInto('reportRebuilds')
    .values({ organizationId, ...rebuild })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await recountInbox(db, organizationId)
  await foldCounts(db, organizationId)
  await newInbound(admin, (await admin.call('GET', '/api/channels')).json().channels[0])
  await admin.call('GET', '/api/event-logs')
  const once = await admin.call('POST', '/api/contact', { phoneNumber: newNumber() }, { 'idempotency-key': 'once' })
  assertDone(once)
  await insertPapers(db, organizationId, once.json().contact._id)
}

/** What is compared with others, and what an import did with it. */
async function insertPapers(db: Database, organizationId: string, contactId: string): Promise<void> {
  const own = { organizationId, contactId }
  await db
    .insertInto('contactKeys')
    .values({ ...own, key: 'email:a', name: 'a' })
    .execute()
  await db
    .insertInto('contactsToCompare')
    .values(own)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { id: importId } = await db
    .selectFrom('imports')
    .select('id')
    .where('organizationId', '=', organizationId)
    .limit(1)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('importResults')
    .values({ ...own, importId, number: 1, piece: 0, outcome: 'created' })
    .execute()
}

/** What comes about in its own time, or by ways that are longer than this. */
async function insertRest({ db }: TestApp, { rep }: People, things: Things, fieldId: string): Promise<void> {
  const { organizationId, id: userId } = rep.user
  const at = new Date('2026-05-01T09:30:00.123Z')
  const own = { organizationId, userId }
  const { conversation: conversationId, message: messageId, channel: channelId } = things
  await transact(db, async (trx) => {
    await trx
      .insertInto('chatAvailability')
      .values({ ...own, availableSince: at, changedAt: at })
      .execute()
    await trx
      .insertInto('notificationPreferences')
      .values({ ...own, muted: ['mention'], updatedAt: at })
      .execute()
    await trx
      .insertInto('conversationViewPins')
      .values({ ...own, viewIds: [things.view], standing: ['waiting'], updatedAt: at })
      .execute()
    await trx
      .insertInto('conversationTurns')
      .values({ ...own, lastGivenAt: at })
      .execute()
    const field = { key: 'budget', name: 'Budget', dataType: 'number' as const, isHidden: false, rules: {} }
    await trx
      .insertInto('contactFields')
      .values({ organizationId, id: fieldId, ...field })
      .execute()
    const sections = JSON.stringify([{ name: 'Deal', isHidden: false, fieldIds: [fieldId] }])
    await trx.insertInto('contactSections').values({ organizationId, id: newId(), sections, updatedAt: at }).execute()
    await trx
      .updateTable('contacts')
      .set({ customFields: { [fieldId]: 5000 }, tags: ['vip'] })
      .where('organizationId', '=', organizationId)
      .where('id', '=', things.contact)
      .execute()
    const optOut = { channelType: 'sms', address: '+14155559999', source: 'keyword', optedOutAt: at }
    await trx
      .insertInto('optOuts')
      .values({ organizationId, ...optOut })
      .execute()
    const reaction = { ...own, noteId: things.note, emoji: '👍', createdAt: at }
    await trx.insertInto('contactNoteReactions').values(reaction).execute()
    const routing = { channelId, mode: 'round_robin' as const, capacity: 5, userIds: [userId], updatedAt: at }
    await trx
      .insertInto('conversationRouting')
      .values({ organizationId, ...routing })
      .execute()
    const attemptId = newId()
    await trx
      .insertInto('attempts')
      .values({ organizationId, id: attemptId, messageId, channelId, address: '+14155557777', startedAt: at })
      .execute()
    const delivery = { messageId, attemptId, status: 'sent' as const, occurredAt: at }
    await trx
      .insertInto('deliveries')
      .values({ organizationId, id: newId(), ...delivery })
      .execute()
    const moved = { mergeId: things.merge, messageId, conversationId, address: '+14155558888' }
    await trx
      .insertInto('mergedMessages')
      .values({ organizationId, ...moved })
      .execute()
  })
}

async function reactOnPage(admin: Person): Promise<void> {
  const page = await newChannel(admin, { type: 'facebook', identifier: newNumber().slice(1) })
  await newInbound(admin, page, { from: '7000001', messageId: 'on a page' })
  const act = { from: '7000001', to: page.identifier, kind: 'reaction', messageId: 'on a page', body: '❤' }
  await admin.call('POST', '/api/simulator/page', act)
}
