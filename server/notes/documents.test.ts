import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { formOf, pathOf, picture, upload } from '../../test/files.ts'

const { app } = await startApp({ worker: true })

async function newPapers() {
  const ada = await newOrganization(app)
  const contact = await newContact(ada)
  const url = `/api/contacts/${contact._id}/documents`
  const add = async (
    person: Person = ada,
    fields: object = { documentType: 'Identification', notes: 'Valid until May' },
  ) => person.call('POST', `${url}/upload`, formOf('file', [['licence.png', await picture()]], fields))
  return { ada, contact, url, add }
}

test('a document is uploaded, listed with a link to it, and leads there', async () => {
  const { ada, url, add } = await newPapers()
  const added = await add()
  assert.equal(added.statusCode, 200, added.body)
  const { document } = added.json()
  assert.deepEqual(
    [document.filename, document.contentType, document.documentType, document.notes, document.uploadedBy],
    ['licence.png', 'image/png', 'Identification', 'Valid until May', ada.user.id],
  )
  const listed = await ada.call('GET', url)
  assert.deepEqual(listed.json().documents, [document])
  const led = await ada.call('GET', `${url}/download?key=${document.storageKey}`)
  assert.equal(led.statusCode, 302)
  assert.deepEqual((await app.inject(pathOf(String(led.headers['location'])))).rawPayload, await picture())
  const events = await eventsOf(ada, 'document.added')
  assert.deepEqual(
    events.map(({ subjectId }) => subjectId),
    [document._id],
  )
})

test('a list of documents goes on where its cursor points', async () => {
  const { ada, url, add } = await newPapers()
  const ids: string[] = []
  for (let index = 0; index < 3; index++) ids.unshift((await add()).json().document._id)
  const first = (await ada.call('GET', `${url}?size=2`)).json()
  const second = (await ada.call('GET', `${url}?size=2&cursor=${first.nextCursor}`)).json()
  const seen = [...first.documents, ...second.documents].map(({ _id }: { _id: string }) => _id)
  assert.deepEqual([seen, second.nextCursor], [ids, null])
})

test('the same file added many times at once is one document', async () => {
  const { ada, url } = await newPapers()
  const { key } = await upload(ada, await picture())
  const body = { storageKey: key, filename: 'contract.png', contentType: 'text/html', documentType: 'Contract' }
  const answers = await atOnce(5, () => ada.call('POST', url, body))
  const ids = new Set(answers.map((answer) => answer.json().document._id))
  assert.equal(ids.size, 1)
  const { document } = answers[0]!.json()
  assert.deepEqual([document.filename, document.contentType], ['contract.png', 'image/png'])
  assert.equal((await eventsOf(ada, 'document.added')).length, 1)
})

test('without a type, with too long a one, or with two files, nothing is added', async () => {
  const { ada, url, add } = await newPapers()
  for (const fields of [{}, { documentType: ' ' }, { documentType: 'Poem' }, { documentType: 'x'.repeat(101) }]) {
    const refused = await add(ada, fields)
    assert.deepEqual([refused.statusCode, refused.json().error.details[0].field], [400, 'documentType'])
  }
  const two = formOf(
    'file',
    [
      ['a.txt', Buffer.from('a')],
      ['b.txt', Buffer.from('b')],
    ],
    { documentType: 'Identification' },
  )
  assert.equal((await ada.call('POST', `${url}/upload`, two)).statusCode, 413)
  assert.equal((await ada.call('POST', `${url}/upload`, { documentType: 'Identification' })).statusCode, 415)
  assert.deepEqual((await ada.call('GET', url)).json().documents, [])
})

test('a document of 25 MB is taken, a larger one is not', async () => {
  const { ada, url } = await newPapers()
  const sizes: Array<[number, number]> = [
    [25 * 1024 * 1024, 200],
    [25 * 1024 * 1024 + 1, 413],
  ]
  for (const [size, code] of sizes) {
    const form = formOf('file', [['large.bin', Buffer.alloc(size)]], { documentType: 'Identification' })
    assert.equal((await ada.call('POST', `${url}/upload`, form)).statusCode, code)
  }
})

test('a deleted document is gone, and its file with it', async () => {
  const { ada, url, add } = await newPapers()
  const { document } = (await add()).json()
  const deleted = await ada.call('DELETE', `${url}/${document._id}`)
  assert.deepEqual(
    [deleted.statusCode, deleted.json().message, deleted.json().data._id],
    [200, 'Document deleted successfully', document._id],
  )
  assert.equal((await ada.call('DELETE', `${url}/${document._id}`)).statusCode, 404)
  await until(async () => (await app.inject(pathOf(document.signedUrl))).statusCode === 404, 'the removal')
  assert.equal((await eventsOf(ada, 'document.deleted')).length, 1)
})

test('a file that is a document of two contacts stays until the second one lets it go', async () => {
  const { ada, url } = await newPapers()
  const second = await newContact(ada)
  const secondUrl = `/api/contacts/${second._id}/documents`
  const { key, signedUrl } = await upload(ada, await picture())
  const body = { storageKey: key, filename: 'a.png', documentType: 'Contract' }
  const { document } = (await ada.call('POST', url, body)).json()
  assert.equal((await ada.call('POST', secondUrl, body)).statusCode, 200)
  await ada.call('DELETE', `${url}/${document._id}`)
  // Asked for after the first one's removal, and so looked at after it.
  const other = (await ada.call('POST', url, { ...body, storageKey: (await upload(ada, Buffer.from('x'))).key })).json()
  await ada.call('DELETE', `${url}/${other.document._id}`)
  await until(async () => (await app.inject(pathOf(other.document.signedUrl))).statusCode === 404, 'the other removal')
  assert.equal((await app.inject(pathOf(signedUrl))).statusCode, 200)
  await ada.call('DELETE', `/api/contacts/${second._id}`)
  await until(async () => (await app.inject(pathOf(signedUrl))).statusCode === 404, 'the removal')
})

test('documents are for whoever may see the contact', async () => {
  const { ada, contact, url, add } = await newPapers()
  const { document } = (await add()).json()
  const [rep, eve] = [await newColleague(app, ada, 'SALES_REP'), await newOrganization(app)]
  for (const person of [rep, eve]) {
    const answers = [
      await person.call('GET', url),
      await add(person),
      await person.call('GET', `${url}/download?key=${document.storageKey}`),
      await person.call('DELETE', `${url}/${document._id}`),
    ]
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [404, 404, 404, 404],
    )
  }
  await ada.call('PUT', '/api/contact', { _id: contact._id, assignees: [rep.user.id] })
  assert.equal((await rep.call('GET', url)).json().documents.length, 1)
})
