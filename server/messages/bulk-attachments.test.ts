import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newOrganization, until } from '../../test/factories.ts'
import { pathOf, picture, upload } from '../../test/files.ts'

const { app, db } = await startApp({ worker: true })

async function newOffice() {
  const ada = await newOrganization(app)
  await newChannel(ada)
  const contacts = [await newContact(ada), await newContact(ada), await newContact(ada)]
  const sendAll = (body: object, person = ada) =>
    person.call('POST', '/api/messages/quick-bulk-send', { contactIds: contacts.map(({ _id }) => _id), ...body })
  return { ada, contacts, sendAll }
}

test('one upload goes to all, and is kept until the last contact that has it is deleted', async () => {
  const { ada, contacts, sendAll } = await newOffice()
  const bytes = await picture()
  const file = await upload(ada, bytes, 'menu.png')
  const sent = await sendAll({ attachments: [file.key] })
  assert.equal(sent.json().queued, 3, sent.body)
  const phones = await until(async () => {
    const { messages } = (await ada.call('GET', '/api/simulator/messages')).json()
    return messages.length === 3 && messages
  }, 'the delivery')
  for (const { media } of phones) assert.deepEqual((await app.inject(pathOf(media[0].url))).rawPayload, bytes)
  const { organizationId } = ada.user
  const stored = await db.selectFrom('files').select('id').where('organizationId', '=', organizationId).execute()
  assert.deepEqual(stored, [{ id: file.key }])

  const [one, other, last] = contacts
  for (const { _id } of [one!, other!]) await ada.call('DELETE', `/api/contacts/${_id}`)
  const gone = new Set([one!._id, other!._id])
  await until(async () => !(await placesOf(organizationId)).some((id) => gone.has(id)), 'a look at their files')
  assert.equal((await app.inject(pathOf(file.signedUrl))).statusCode, 200)
  await ada.call('DELETE', `/api/contacts/${last!._id}`)
  await until(async () => (await app.inject(pathOf(file.signedUrl))).statusCode === 404, 'the removal')
})

async function placesOf(organizationId: string): Promise<string[]> {
  const places = await db
    .selectFrom('filePlaces')
    .select('subjectId')
    .where('organizationId', '=', organizationId)
    .execute()
  return places.map(({ subjectId }) => subjectId)
}

test('what a channel does not carry, and the file of somebody else, is sent to nobody', async () => {
  const { ada, sendAll } = await newOffice()
  const rep = await newColleague(app, ada, 'SALES_REP')
  const secret = await upload(rep, Buffer.from('MZ nothing that a phone shows'), 'tool.exe')
  const refused = await sendAll({ attachments: [secret.key] })
  assert.deepEqual(
    refused.json().results.map(({ code }: { code: string }) => code),
    ['invalid_request', 'invalid_request', 'invalid_request'],
    refused.body,
  )
  const eve = await newColleague(app, ada, 'SALES_REP')
  assert.equal((await sendAll({ content: 'Look', attachments: [secret.key] }, eve)).statusCode, 404)
  assert.equal((await sendAll({ attachments: [] })).statusCode, 400)
  assert.equal((await sendAll({ content: 'Look', attachments: ['http://elsewhere.test/a.png'] })).statusCode, 400)
})
