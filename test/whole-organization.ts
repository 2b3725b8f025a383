import { transact } from '../server/platform/database.ts'
import { newId } from '../server/platform/id.ts'
import type { TestApp } from './app.ts'
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
  const fieldId = newId()
  await insertRest(server, people, things, fieldId)
  return { people, things, fieldId }
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
  await db.insertInto('eventCursors').values({ organizationId, subscriber: 'a', position: 1 }).execute()
  const receipt = { channelId: newId(), providerMessageId: 'SM1', receipt: '{}', receivedAt: at }
  await db
    .insertInto('unmatchedReceipts')
    .values({ organizationId, id: newId(), ...receipt })
    .execute()
  await admin.call('GET', '/api/event-logs')
  await admin.call('POST', '/api/tags', { name: 'vip' }, { 'idempotency-key': 'once' })
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
    const seen = { ...own, conversationId, inboundCount: 1, seenAt: at }
    await trx
      .insertInto('conversationSeen')
      .values(seen)
      .onConflict((conflict) => conflict.columns(['organizationId', 'conversationId', 'userId']).doNothing())
      .execute()
    const attemptId = newId()
    await trx
      .insertInto('attempts')
      .values({ organizationId, id: attemptId, messageId, channelId, startedAt: at })
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
