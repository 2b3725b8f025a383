import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newOrganization } from '../../test/factories.ts'
import { picture } from '../../test/files.ts'
import { contactsOf, runImport, upload } from '../../test/imports.ts'
import { importFile } from '../../test/routes/import-file.ts'
import { userActor } from '../identity/actor.ts'
import { uploadImport } from './steps/upload.ts'

const { app, config, db, storage } = await startApp({ worker: true })

const encodings = [
  ['utf-8.csv', 'utf-8', ';'],
  ['utf-8-bom.csv', 'utf-8', ';'],
  ['windows-1252.csv', 'windows-1252', ';'],
  ['utf-16le.csv', 'utf-16le', '\t'],
  ['utf-16be.csv', 'utf-16be', ','],
  ['utf-16le-unmarked.csv', 'utf-16le', '\t'],
] as const
for (const [file, encoding, delimiter] of encodings) {
  test(`${file} is read as what it is, and its French columns are known`, async () => {
    const ada = await newOrganization(app, { country: 'FR' })
    const uploaded = await upload(ada, sample(file))
    assert.deepEqual([uploaded.encoding, uploaded.delimiter, uploaded.rows], [encoding, delimiter, 2])
    assert.deepEqual(uploaded.columns[1], { index: 1, name: 'Nom', samples: ['Müller', 'Lefèvre'] })
    assert.deepEqual(
      uploaded.mapping.map(({ field }) => field),
      ['firstName', 'lastName', 'phoneNumber'],
    )
    await runImport(ada, uploaded._id)
    const { '+33612345678': zoe, '+33612345679': francois } = await contactsOf(ada)
    assert.deepEqual([zoe?.firstName, zoe?.lastName], ['Zoë', 'Müller'])
    assert.deepEqual([francois?.firstName, francois?.lastName], ['François', 'Lefèvre'])
  })
}

test('a character cut in two by the end of a chunk is whole in the contact', async () => {
  const ada = await newOrganization(app)
  const filler = '€'.repeat(60_000)
  const uploaded = await upload(ada, `Notes,Phone,Name\n"${filler}",+14155552671,Zoë €\n`)
  assert.equal(uploaded.encoding, 'utf-8')
  await runImport(ada, uploaded._id)
  assert.equal((await contactsOf(ada))['+14155552671']?.lastName, '€')
})

test('a file without a header keeps its first row, and its number is found by its looks', async () => {
  const ada = await newOrganization(app)
  const uploaded = await upload(ada, sample('no-header.csv'))
  assert.deepEqual([uploaded.rows, uploaded.columns[0]?.name], [2, 'Column 1'])
  assert.deepEqual(uploaded.mapping, [{ column: 1, field: 'phoneNumber' }])
})

test('the line that tells Excel the separator is no header', async () => {
  const ada = await newOrganization(app)
  const uploaded = await upload(ada, 'sep=;\r\nPhone;Name\r\n+14155552671;"Smith; Jane"\r\n')
  assert.deepEqual([uploaded.rows, uploaded.columns.map(({ name }) => name)], [1, ['Phone', 'Name']])
})

test('a column’s name says more than what stands in it', async () => {
  const ada = await newOrganization(app)
  const uploaded = await upload(ada, 'Owner,Contact,Labels,Cell\na@x.org,b@x.org,vip,4155552671\n')
  assert.deepEqual(
    uploaded.mapping.map(({ field }) => field),
    ['owner', 'fullName', 'tags', 'phoneNumber'],
  )
})

test('500 columns are taken in any order, 501 are not', async () => {
  const ada = await newOrganization(app)
  const names = Array.from({ length: 500 }, (_, index) => `Extra ${index}`)
  names[499] = 'Mobile Phone'
  names[250] = 'E-Mail'
  const cells = names.map((name) => (name === 'Mobile Phone' ? '4155552671' : name === 'E-Mail' ? 'j@x.org' : 'x'))
  const uploaded = await upload(ada, `${names.join()}\n${cells.join()}\n`)
  assert.deepEqual(uploaded.mapping, [
    { column: 250, field: 'email' },
    { column: 499, field: 'phoneNumber' },
  ])
  assert.equal((await runImport(ada, uploaded._id)).created, 1)
  const answer = await ada.call(
    'POST',
    '/api/contacts/imports',
    importFile(`${names.join()},one more\n${cells.join()}\n`),
  )
  assert.deepEqual([answer.statusCode, answer.json().error.code], [400, 'too_many_columns'])
})

const refused: Array<[what: string, content: string | Buffer, code: string, words: RegExp]> = [
  ['nothing', '', 'empty_file', /empty/],
  ['only line ends', '\r\n\r\n', 'empty_file', /empty/],
  ['only a header', 'Phone,Name\r\n', 'empty_file', /no rows/],
  ['an Excel workbook', Buffer.from('PK\x03\x04 and so on', 'latin1'), 'not_csv', /save it as CSV/],
  ['a picture', await picture(), 'not_csv', /image\/png, and so no CSV/],
  ['a PDF', '%PDF-1.7\n1 0 obj\n', 'not_csv', /application\/pdf, and so no CSV/],
  [
    'what is no text',
    Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 181) % 256)),
    'not_csv',
    /no text/,
  ],
  ['a header of half a million columns', `Phone${','.repeat(500_000)}\n`, 'too_many_columns', /500001/],
  ['a quote that is never closed', sample('open-quote.csv'), 'unreadable_file', /line 2|line 3/],
  ['200,001 rows', `Phone\n${'1\n'.repeat(200_001)}`, 'too_many_rows', /200000/],
]
for (const [what, content, code, words] of refused) {
  test(`${what} is refused, and nothing is kept of it`, async () => {
    const ada = await newOrganization(app)
    const answer = await ada.call('POST', '/api/contacts/imports', importFile(content))
    assert.deepEqual([answer.statusCode, answer.json().error.code], [400, code], answer.body)
    assert.match(answer.json().message, words)
    assert.deepEqual((await ada.call('GET', '/api/contacts/imports')).json().imports, [])
    assert.deepEqual(await eventsOf(ada, 'import.uploaded'), [])
    assert.deepEqual(storedFiles(ada.user.organizationId), [])
  })
}

test('the file itself is gone once it is converted', async () => {
  const ada = await newOrganization(app)
  await upload(ada, sample('plain.csv'))
  assert.deepEqual(storedFiles(ada.user.organizationId), [])
})

test('what comes as JSON, or without a file, is refused', async () => {
  const ada = await newOrganization(app)
  assert.equal((await ada.call('POST', '/api/contacts/imports', { file: 'x' })).statusCode, 415)
  const form = new FormData()
  form.set('other', 'x')
  assert.equal((await ada.call('POST', '/api/contacts/imports', form)).statusCode, 400)
})

test('a form that breaks off is refused, and nothing is kept of it', async () => {
  const ada = await newOrganization(app)
  const part = 'Content-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv'
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  for (const form of [`--x\r\n${part}\r\n\r\nPhone\n+14155552671\n`, '--x\r\n', '--x--\r\n', 'nonsense']) {
    const answer = await ada.call('POST', '/api/contacts/imports', form, headers)
    assert.equal(answer.statusCode, 400, `${form}: ${answer.body}`)
  }
  assert.deepEqual((await ada.call('GET', '/api/contacts/imports')).json().imports, [])
  assert.deepEqual(storedFiles(ada.user.organizationId), [])
})

test('a file larger than is taken is refused with the limit', async () => {
  const ada = await newOrganization(app)
  const file = { name: 'large.csv', bytes: Readable.from([Buffer.from('Phone\n1\n')]), isTooLarge: () => true }
  const actor = userActor({ ...ada.user, accessRole: 'ADMIN', departmentId: null })
  const refusal = { statusCode: 413, code: 'file_too_large', message: /100 MiB/ }
  await assert.rejects(uploadImport(db, actor, storage, file), refusal)
  assert.deepEqual(storedFiles(ada.user.organizationId), [])
})

test('the same upload under one key is one import', async () => {
  const ada = await newOrganization(app)
  const headers = { 'idempotency-key': 'upload 1' }
  const first = await ada.call('POST', '/api/contacts/imports', importFile('Phone\n1\n'), headers)
  const again = await ada.call('POST', '/api/contacts/imports', importFile('Phone\n1\n'), headers)
  assert.equal(first.json()._id, again.json()._id)
  assert.equal((await ada.call('GET', '/api/contacts/imports')).json().imports.length, 1)
})

function sample(file: string): Buffer {
  return readFileSync(path.join(import.meta.dirname, 'steps/testdata', file))
}

function storedFiles(organizationId: string): string[] {
  try {
    return readdirSync(path.join(config.dataDir, 'files', organizationId, 'imports'))
  } catch {
    return []
  }
}
