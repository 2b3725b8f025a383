import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newContact, newOrganization, until } from '../../test/factories.ts'
import { pathOf, picture, upload } from '../../test/files.ts'
import { sweepFiles } from './unused-files.ts'

const { app, db } = await startApp({ worker: true })

test('a file to which no event led is found by the daily look; what is used stays', async () => {
  const ada = await newOrganization(app)
  await newChannel(ada)
  const contact = await newContact(ada)
  const [lost, used] = [await upload(ada, await picture()), await upload(ada, await picture(9, 9))]
  for (const { key } of [lost, used]) {
    const sent = await ada.call('POST', '/api/messages/send', {
      contactId: contact._id,
      content: 'x',
      attachments: [key],
    })
    assert.equal(sent.statusCode, 200, sent.body)
  }
  const { organizationId } = ada.user
  // As if its message had gone by a way that tells nobody.
  await db
    .deleteFrom('attachments')
    .where('organizationId', '=', organizationId)
    .where('fileId', '=', lost.key)
    .execute()
  await sweepFiles(db)
  await until(async () => (await app.inject(pathOf(lost.signedUrl))).statusCode === 404, 'the removal')
  assert.equal((await app.inject(pathOf(used.signedUrl))).statusCode, 200)
})
