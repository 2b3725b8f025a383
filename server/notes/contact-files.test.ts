import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import { formOf, pathOf, picture, upload } from '../../test/files.ts'

const { app } = await startApp()

test('documents and what was sent are in one list, with where they stand and a link that works', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { contactId, conversationId } = await newInbound(ada, channel)
  const sent = await upload(ada, await picture(), 'menu.png')
  const message = { conversationId, content: 'Look', attachments: [sent.key] }
  assert.ok((await ada.call('POST', '/api/messages/send', message)).statusCode < 300)
  const form = formOf('file', [['licence.txt', Buffer.from('x')]], { documentType: 'Identification' })
  const { document } = (await ada.call('POST', `/api/contacts/${contactId}/documents/upload`, form)).json()

  const url = `/api/contacts/${contactId}/files`
  const { files } = (await ada.call('GET', url)).json()
  assert.deepEqual(
    files.map((file: Record<string, unknown>) => [file['name'], file['conversationId'], file['documentId']]),
    [
      ['licence.txt', null, document._id],
      ['menu.png', conversationId, null],
    ],
  )
  assert.equal((await app.inject(pathOf(files[0].signedUrl))).payload, 'x')
  const first = (await ada.call('GET', `${url}?size=1`)).json()
  const second = (await ada.call('GET', `${url}?size=1&cursor=${first.nextCursor}`)).json()
  assert.deepEqual([...first.files, ...second.files], files)
})

test('whoever sees the contact and not the conversation does not see the files of that', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { contactId, conversationId } = await newInbound(ada, channel)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await ada.call('PATCH', `/api/contacts/${contactId}`, { assignees: [rep.user.id] })
  const sent = await upload(ada, await picture(), 'menu.png')
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'Look', attachments: [sent.key] })
  assert.equal((await rep.call('GET', `/api/conversation/${conversationId}`)).statusCode, 404)
  assert.deepEqual((await rep.call('GET', `/api/contacts/${contactId}/files`)).json().files, [])
  assert.equal((await ada.call('GET', `/api/contacts/${contactId}/files`)).json().files.length, 1)
})

test('files are for whoever may see the contact', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  const [rep, eve] = [await newColleague(app, ada, 'SALES_REP'), await newOrganization(app)]
  for (const person of [rep, eve]) {
    assert.equal((await person.call('GET', `/api/contacts/${_id}/files`)).statusCode, 404)
  }
})
