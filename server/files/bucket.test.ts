import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization, until } from '../../test/factories.ts'
import { FakeS3 } from '../../test/fake-s3.ts'
import { formOf, pathOf, picture } from '../../test/files.ts'

const fake = new FakeS3()
await fake.listen()
after(() => fake.close())

const s3 = {
  endpoint: fake.url,
  bucket: 'tether-files',
  region: 'eu-test-1',
  credentials: { accessKeyId: fake.accessKeyId, secretAccessKey: 'secret' },
  forcePathStyle: true,
}
const { app } = await startApp({ worker: true, config: { s3 } })

test('with a bucket, files are kept there, made small there, served from there and erased there', async () => {
  const ada = await newOrganization(app)
  const contact = await newContact(ada)
  const bytes = await picture(600, 600)
  const form = formOf('file', [['licence.png', bytes]], { documentType: 'Identification' })
  const added = await ada.call('POST', `/api/contacts/${contact._id}/documents/upload`, form)
  assert.equal(added.statusCode, 200, added.body)
  const { _id, storageKey, signedUrl } = added.json().document
  const object = `/tether-files/${ada.user.organizationId}/${storageKey}`
  assert.deepEqual(fake.objects.get(object), bytes)
  await until(async () => fake.objects.has(`${object}-thumbnail`), 'the thumbnail')

  const url = pathOf(signedUrl)
  assert.deepEqual((await app.inject(url)).rawPayload, bytes)
  const part = await app.inject({ url, headers: { range: 'bytes=10-19' } })
  assert.deepEqual([part.statusCode, part.rawPayload], [206, bytes.subarray(10, 20)])

  await ada.call('DELETE', `/api/contacts/${contact._id}/documents/${_id}`)
  await until(async () => fake.objects.size === 0, 'the removal')
  assert.equal((await app.inject(url)).statusCode, 404)
})
