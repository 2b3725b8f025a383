import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newColleague, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { picture, upload } from '../../test/files.ts'
import { manyContacts } from '../../test/many-contacts.ts'
import { sendBulkPiece } from './bulk-pieces.ts'
import { pieceSize } from './mailings.ts'

const { app, db, tools } = await startApp()

interface Result {
  contactId: string
  status: string
  messageId: string
  conversationId: string | null
  code: string | null
}

async function newOffice(later: number) {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const contactIds = await manyContacts(db, ada, pieceSize + later)
  return { ada, channel, contactIds, last: contactIds.slice(pieceSize) }
}

async function sendAll(person: Person, payload: object, headers: Record<string, string> = {}) {
  const body = { content: 'Hello {{firstName}}', ...payload }
  const answer = await person.call('POST', '/api/messages/quick-bulk-send', body, headers)
  assert.equal(answer.statusCode, 200, answer.body.slice(0, 500))
  return answer.json<{ queued: number; refused: number; results: Result[] }>()
}

function waiting({ user }: Person) {
  return db.selectFrom('bulkSends').selectAll().where('organizationId', '=', user.organizationId).execute()
}

/** As the jobs do. */
async function writeRest(person: Person): Promise<void> {
  for (;;) {
    const [bulk] = await waiting(person)
    if (!bulk) return
    await sendBulkPiece(db, tools, { ...bulk, left: bulk.contactIds.length })
  }
}

function messagesOf({ user }: Person) {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('organizationId', '=', user.organizationId)
    .where('direction', '=', 'outbound')
    .execute()
}

async function waitingJobs({ user }: Person): Promise<number> {
  const outbox = await db
    .selectFrom('outbox')
    .select('messageId')
    .where('organizationId', '=', user.organizationId)
    .execute()
  return outbox.length
}

test('what is more than a piece is written afterwards, under the ids that were answered', async () => {
  const { ada, contactIds, last } = await newOffice(pieceSize + 1)
  const { queued, results } = await sendAll(ada, { contactIds })
  assert.equal(queued, contactIds.length)
  assert.equal((await messagesOf(ada)).length, pieceSize)
  const [bulk] = await waiting(ada)
  assert.deepEqual(bulk?.contactIds, last)

  await writeRest(ada)
  const messages = new Map((await messagesOf(ada)).map((message) => [message.id, message]))
  assert.equal(messages.size, contactIds.length)
  for (const { contactId, messageId } of results) assert.equal(messages.get(messageId)?.contactId, contactId)
  const late = results.find(({ contactId }) => contactId === last[0])!
  const shown = (await ada.call('GET', `/api/messages/${late.messageId}`)).json()
  assert.deepEqual([shown.status, shown.content, shown.sentBy], ['queued', 'Hello Jane', ada.user.id])
  assert.equal(shown.createdAt, bulk?.createdAt.toISOString())
  assert.equal(await waitingJobs(ada), contactIds.length)
  assert.equal((await ada.call('GET', `/api/contacts/${last[0]}`)).json().data.latestMessage, late.messageId)
})

test('the jobs of a piece at once, and again, write each message once', async () => {
  const { ada, contactIds } = await newOffice(3)
  await sendAll(ada, { contactIds })
  const [bulk] = await waiting(ada)
  const piece = { ...bulk!, left: bulk!.contactIds.length }
  await Promise.all([1, 2, 3].map(() => sendBulkPiece(db, tools, piece)))
  await sendBulkPiece(db, tools, piece)
  assert.equal((await messagesOf(ada)).length, contactIds.length)
  assert.equal((await eventsOf(ada, 'message.queued')).length, contactIds.length)
  assert.deepEqual(await waiting(ada), [])
})

test('an old job of a piece that was done leaves the next one to its own job', async () => {
  const { ada, contactIds } = await newOffice(pieceSize + 2)
  await sendAll(ada, { contactIds })
  const [bulk] = await waiting(ada)
  const piece = { ...bulk!, left: bulk!.contactIds.length }
  await sendBulkPiece(db, tools, piece)
  await sendBulkPiece(db, tools, piece)
  assert.equal((await waiting(ada))[0]?.contactIds.length, 2)
})

test('the same call under one Idempotency-Key is nothing new, before and after the rest is written', async () => {
  const { ada, contactIds } = await newOffice(2)
  const key = { 'idempotency-key': 'spring' }
  const first = await sendAll(ada, { contactIds }, key)
  assert.deepEqual(await sendAll(ada, { contactIds }, key), first)
  assert.equal((await waiting(ada)).length, 1)
  await writeRest(ada)
  assert.deepEqual(await sendAll(ada, { contactIds }, key), first)
  await writeRest(ada)
  assert.equal((await messagesOf(ada)).length, contactIds.length)
})

test('whoever is to be refused is told so at once, also behind the first piece', async () => {
  const { ada, contactIds, last } = await newOffice(6)
  const [stopped, blocked, numberless, nameless, strange] = last as [string, string, string, string, string]
  const { organizationId } = ada.user
  await optOut(organizationId, stopped)
  await ada.call('PATCH', `/api/contacts/${blocked}/block`)
  await ada.call('PATCH', `/api/contacts/${numberless}`, { phoneNumber: null })
  await ada.call('PATCH', `/api/contacts/${nameless}`, { firstName: null })
  const rep = await newColleague(app, ada, 'SALES_REP')
  await db
    .insertInto('contactAssignees')
    .values(
      contactIds
        .filter((id) => id !== strange)
        .map((contactId) => ({ organizationId, contactId, userId: rep.user.id })),
    )
    .execute()
  const { results } = await sendAll(rep, { contactIds: [...contactIds, last[5]] })
  const outcomes = new Map(results.slice(0, -1).map(({ contactId, status, code }) => [contactId, code ?? status]))
  assert.deepEqual(
    last.map((id) => outcomes.get(id)),
    ['opted_out', 'contact_blocked', 'no_address', 'variable_missing', 'contact_not_found', 'queued'],
  )
  assert.equal(results.at(-1)?.code, 'duplicate')
  assert.deepEqual((await waiting(ada))[0]?.contactIds, [last[5]])
})

async function optOut(organizationId: string, contactId: string): Promise<void> {
  const { phoneNumber } = await db
    .selectFrom('contacts')
    .select('phoneNumber')
    .where('organizationId', '=', organizationId)
    .where('id', '=', contactId)
    .executeTakeFirstOrThrow()
  const values = { organizationId, channelType: 'sms', address: phoneNumber!, source: 'user', optedOutAt: new Date() }
  await db.insertInto('optOuts').values(values).execute()
}

test('whom something refuses meanwhile gets nothing; that is recorded, and the author is told', async () => {
  const { ada, contactIds, last } = await newOffice(4)
  const { results } = await sendAll(ada, { contactIds })
  const [stopped, blocked, deleted] = last as [string, string, string]
  await optOut(ada.user.organizationId, stopped)
  await ada.call('PATCH', `/api/contacts/${blocked}/block`)
  assert.equal((await ada.call('DELETE', `/api/contacts/${deleted}`)).statusCode, 200)
  await writeRest(ada)
  assert.equal((await messagesOf(ada)).length, pieceSize + 1)
  const told = await eventsOf(ada, 'message.refused')
  const idOf = (contactId: string) => results.find((each) => each.contactId === contactId)!.messageId
  assert.deepEqual(
    told.map(({ subjectId, data }) => [subjectId, data['contactId'], data['errorCode']]),
    [
      [idOf(stopped), stopped, 'opted_out'],
      [idOf(blocked), blocked, 'contact_blocked'],
      [idOf(deleted), deleted, 'contact_not_found'],
    ],
  )
  const { notifications } = (await ada.call('GET', '/api/notifications')).json()
  assert.deepEqual(
    notifications.map(({ type, subjectId }: { type: string; subjectId: string }) => [type, subjectId]),
    [['bulkSend', stopped]],
  )
  assert.match(notifications[0].text, /^3 messages .*START/)
})

test('a channel that is deleted meanwhile refuses all the rest', async () => {
  const { ada, channel, contactIds } = await newOffice(pieceSize + 1)
  await sendAll(ada, { contactIds, channelId: channel._id })
  assert.ok((await ada.call('DELETE', `/api/channels/${channel._id}`)).statusCode < 300)
  await writeRest(ada)
  assert.equal((await messagesOf(ada)).length, pieceSize)
  assert.equal((await eventsOf(ada, 'message.refused')).length, pieceSize + 1)
})

test('who wrote after it was accepted still waits, and what they wrote is the latest', async () => {
  const { ada, channel, contactIds, last } = await newOffice(1)
  await db
    .updateTable('contacts')
    .set({ phoneNumber: '+14155550177' })
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', last[0]!)
    .execute()
  await sendAll(ada, { contactIds })
  const inbound = await newInbound(ada, channel, { from: '+14155550177', body: 'Are you there?' })
  assert.equal(inbound.contactId, last[0])
  await writeRest(ada)
  const conversation = (await ada.call('GET', `/api/conversation/${inbound.conversationId}`)).json()
  assert.deepEqual([conversation.latestMessage, conversation.messageCount], ['Are you there?', 2])
  assert.notEqual(conversation.waitingSince, null)
  const contact = (await ada.call('GET', `/api/contacts/${last[0]}`)).json().data
  assert.equal(contact.latestMessage, inbound.messageId)
  assert.equal((await ada.call('GET', '/api/conversations/counts')).json().counts.waiting, 1)
})

test('all of them take the files along, and what waits keeps them', async () => {
  const { ada, contactIds } = await newOffice(2)
  const { key } = await upload(ada, await picture(), 'menu.png')
  await sendAll(ada, { contactIds, content: undefined, attachments: [key] })
  const { organizationId } = ada.user
  await db.deleteFrom('attachments').where('organizationId', '=', organizationId).execute()
  const removing = db.deleteFrom('files').where('organizationId', '=', organizationId).execute()
  await assert.rejects(removing, /bulk_send_files_file_id_fkey/)
  await writeRest(ada)
  const attached = await db.selectFrom('attachments').selectAll().where('organizationId', '=', organizationId).execute()
  assert.deepEqual(
    attached.map(({ fileId }) => fileId),
    [key, key],
  )
  const held = db.selectFrom('bulkSendFiles').select('fileId').where('organizationId', '=', organizationId)
  assert.deepEqual(await held.execute(), [])
})
