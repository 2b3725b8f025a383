import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { formOf, pathOf, picture, upload } from '../../test/files.ts'

const { app, config, db, storage } = await startApp()

function filesOf({ user }: Person) {
  return db.selectFrom('files').selectAll().where('organizationId', '=', user.organizationId).execute()
}

function storedBy({ user }: Person): string[] {
  const folder = path.join(config.dataDir, 'files', user.organizationId)
  return existsSync(folder) ? readdirSync(folder) : []
}

test('several files are uploaded at once, and each can be read by its link', async () => {
  const ada = await newOrganization(app)
  const [png, text] = [await picture(), Buffer.from('Just words, and an ö.')]
  const form = formOf('files', [
    ['photo.png', png],
    ['Grüße.txt', text],
  ])
  const answer = await ada.call('POST', '/api/upload', form)
  assert.equal(answer.statusCode, 200, answer.body)
  const [first, second] = answer.json().files
  assert.deepEqual(
    [first.type, first.name, first.size, first.bucket],
    ['image/png', 'photo.png', png.length, storage.bucket],
  )
  assert.deepEqual([second.type, second.name, second.size], ['text/plain', 'Grüße.txt', text.length])
  for (const [file, bytes] of [
    [first, png],
    [second, text],
  ]) {
    const read = await app.inject(pathOf(file.signedUrl))
    assert.deepEqual([read.statusCode, read.rawPayload], [200, bytes])
  }
  const events = await eventsOf(ada, 'file.uploaded')
  assert.deepEqual(
    events.map(({ subjectId, actorId }) => [subjectId, actorId]),
    [
      [first.key, ada.user.id],
      [second.key, ada.user.id],
    ],
  )
})

test('what a file is, its bytes say and not its sender', async () => {
  const ada = await newOrganization(app)
  const cases: Array<[string, Buffer, string]> = [
    ['photo.jpg', await picture(), 'image/png'],
    ['photo.png', Buffer.from('<!doctype html><script>alert(1)</script>'), 'text/html'],
    ['drawing.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'image/svg+xml'],
    ['photo.png', Buffer.from('MZ\0\0a program'), 'application/x-msdownload'],
    ['list.csv', Buffer.from('name,phone\nJane,1\n'), 'text/csv'],
    ['page.html', Buffer.from('Only words'), 'text/plain'],
    ['photo.png', Buffer.from([1, 0, 2, 0, 3, 0xff]), 'application/octet-stream'],
    ['jane.vcf', Buffer.from('BEGIN:VCARD\nVERSION:3.0\nFN:Jane\nEND:VCARD\n'), 'text/vcard'],
    ['paper.doc', Buffer.from('%PDF-1.7\n%\xe2\xe3\n1 0 obj\n', 'latin1'), 'application/pdf'],
  ]
  for (const [name, bytes, type] of cases) assert.equal((await upload(ada, bytes, name)).type, type, name)
})

test('no more than 10 files, and none over 50 MB; nothing of the one that was too large is kept', async () => {
  const ada = await newOrganization(app)
  const eleven = Array.from({ length: 11 }, (_, index): [string, Buffer] => [`${index}.txt`, Buffer.from('x')])
  const tooMany = await ada.call('POST', '/api/upload', formOf('files', eleven))
  assert.deepEqual([tooMany.statusCode, tooMany.json().error.code], [413, 'too_many_files'])
  const kept = storedBy(ada)
  const large = Buffer.alloc(50 * 1024 * 1024 + 1)
  const tooLarge = await ada.call('POST', '/api/upload', formOf('files', [['large.bin', large]]))
  assert.deepEqual([tooLarge.statusCode, tooLarge.json().error.code], [413, 'file_too_large'])
  assert.match(tooLarge.json().message, /large\.bin is larger than 50 MB/)
  assert.deepEqual(storedBy(ada), kept)
  assert.equal((await filesOf(ada)).length, kept.length)
})

test('a file of exactly 50 MB is taken', async () => {
  const ada = await newOrganization(app)
  assert.equal((await upload(ada, Buffer.alloc(50 * 1024 * 1024))).size, 50 * 1024 * 1024)
})

test('what is no form, or holds no file, or an empty one, is refused', async () => {
  const ada = await newOrganization(app)
  const json = await ada.call('POST', '/api/upload', { files: [] })
  assert.deepEqual([json.statusCode, json.json().error.code], [415, 'unsupported_media_type'])
  const nothing = await ada.call('POST', '/api/upload', formOf('files', [], { note: 'no file' }))
  assert.equal(nothing.statusCode, 400)
  const empty = await ada.call('POST', '/api/upload', formOf('files', [['empty.txt', Buffer.alloc(0)]]))
  assert.deepEqual([empty.statusCode, empty.json().error.code], [400, 'empty_file'])
  assert.deepEqual([await filesOf(ada), storedBy(ada)], [[], []])
})

test('a form that breaks off leaves nothing behind', async () => {
  const ada = await newOrganization(app)
  const head = '--x\r\nContent-Disposition: form-data; name="files"; filename="half.txt"\r\n\r\nhalf'
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const broken = await ada.call('POST', '/api/upload', head, headers)
  assert.equal(broken.statusCode, 400, broken.body)
  assert.deepEqual([await filesOf(ada), storedBy(ada)], [[], []])
})

test('a name is only a name', async () => {
  const ada = await newOrganization(app)
  for (const [name, shown] of [
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\photo.png', 'photo.png'],
    ['.', 'file'],
    ['line\u0001\u202egnp.exe', 'linegnp.exe'],
  ] as const) {
    const file = await upload(ada, Buffer.from('text'), name)
    assert.equal(file.name, shown)
    const read = await app.inject(pathOf(file.signedUrl))
    assert.match(
      String(read.headers['content-disposition']),
      /^inline; filename="[^"]*"; filename\*=UTF-8''[\w%.~!-]+$/,
    )
  }
})

test('while 2 GB of uploads wait to be used, an organization uploads no more; others do', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const { key } = await upload(ada, Buffer.from('first'))
  await db
    .updateTable('files')
    .set({ size: 2 ** 31 - 1 })
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', key)
    .execute()
  await upload(ada, Buffer.from('the last that fits'))
  const refused = await ada.call('POST', '/api/upload', formOf('files', [['a.txt', Buffer.from('a')]]))
  assert.deepEqual([refused.statusCode, refused.json().error.code], [429, 'too_many_unused_uploads'])
  await upload(eve, Buffer.from('first'))
})

test('who is refused in the middle of a large form still hears why', async (t) => {
  const ada = await newOrganization(app)
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => app.server.closeAllConnections())
  const { port } = app.server.address() as AddressInfo
  const body = formOf('files', [
    ['large.bin', Buffer.alloc(51 * 1024 * 1024)],
    ['more.bin', Buffer.alloc(20 * 1024 * 1024)],
  ])
  const headers = { authorization: `Bearer ${ada.token}` }
  const answer = await fetch(`http://127.0.0.1:${port}/api/upload`, { method: 'POST', headers, body })
  assert.equal(answer.status, 413)
  assert.match(await answer.text(), /large\.bin is larger than 50 MB/)
  assert.equal(app.server.headersTimeout, 60_000)
})

test('one file to be sent with a message has a route of its own', async () => {
  const ada = await newOrganization(app)
  const answer = await ada.call('POST', '/api/messages/upload-attachment', formOf('file', [['a.png', await picture()]]))
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal(answer.json().type, 'image/png')
  const two = formOf('file', [
    ['a.txt', Buffer.from('a')],
    ['b.txt', Buffer.from('b')],
  ])
  assert.equal((await ada.call('POST', '/api/messages/upload-attachment', two)).statusCode, 413)
})

for (const [url, field] of [
  ['/api/upload', 'files'],
  ['/api/messages/upload-attachment', 'file'],
] as const) {
  test(`an upload to ${url} with an Idempotency-Key is kept once, and answered again as the first time`, async () => {
    const ada = await newOrganization(app)
    const send = (text: string, name = 'a.txt') =>
      ada.call('POST', url, formOf(field, [[name, Buffer.from(text)]]), { 'idempotency-key': 'one' })
    const first = await send('the file')
    assert.equal(first.statusCode, 200, first.body)
    const again = await send('the file')
    assert.deepEqual([again.statusCode, again.json()], [200, first.json()])
    assert.equal(again.headers['idempotent-replayed'], 'true')
    for (const other of [await send('another'), await send('the file', 'b.txt')]) {
      assert.deepEqual([other.statusCode, other.json().error.code], [422, 'idempotency_key_reused'])
    }
    assert.equal((await filesOf(ada)).length, 1)
    assert.equal(storedBy(ada).length, 1)
    assert.equal((await eventsOf(ada, 'file.uploaded')).length, 1)
  })
}

test('the same upload five times at once, under one key, is kept once', async () => {
  const ada = await newOrganization(app)
  const answers = await atOnce(5, () =>
    ada.call('POST', '/api/upload', formOf('files', [['a.txt', Buffer.from('x')]]), { 'idempotency-key': 'one' }),
  )
  for (const { statusCode } of answers) assert.ok([200, 409].includes(statusCode))
  const taken = answers.filter(({ statusCode }) => statusCode === 200).map((answer) => answer.json().files[0].key)
  assert.equal(new Set(taken).size, 1)
  assert.deepEqual([(await filesOf(ada)).length, storedBy(ada).length], [1, 1])
})

test('of a form of which one file is refused, none is kept', async () => {
  const ada = await newOrganization(app)
  const form = formOf('files', [
    ['good.txt', Buffer.from('good')],
    ['empty.txt', Buffer.alloc(0)],
  ])
  assert.equal((await ada.call('POST', '/api/upload', form)).statusCode, 400)
  assert.deepEqual([await filesOf(ada), storedBy(ada)], [[], []])
})
