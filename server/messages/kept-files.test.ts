import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { pathOf, picture, upload } from '../../test/files.ts'
import type { Uploaded } from '../../test/files.ts'
import { newThread, readMessage } from '../../test/threads.ts'
import { sendScheduled } from './scheduled-sending.ts'
import { sweepSomeFiles } from './unused-files.ts'

const { app, db, tools } = await startApp({ worker: true })

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()

async function isThere({ signedUrl }: Uploaded): Promise<boolean> {
  return (await app.inject(pathOf(signedUrl))).statusCode === 200
}

async function statusOf(person: Person, { key }: Uploaded): Promise<number> {
  return (await person.call('GET', `/api/messages/attachment/${key}`)).statusCode
}

const gone = (file: Uploaded) => until(async () => !(await isThere(file)), 'the removal')

async function newNotePlaces() {
  const thread = await newThread(app)
  const { ada, contactId, conversationId } = thread
  const ofContact = async (method: string, id: string, body?: object) => {
    const url = `/api/contact-notes${id && `/${id}`}`
    const answer = await ada.call(method, url, method === 'POST' ? { contactId, note: 'Look', ...body } : body)
    return { statusCode: answer.statusCode, note: answer.json().data, error: answer.json().error }
  }
  const ofConversation = async (method: string, id: string, body?: object) => {
    const url = `/api/conversation/${conversationId}/notes${id && `/${id}`}`
    const verb = method === 'PATCH' ? 'PUT' : method
    const answer = await ada.call(verb, url, method === 'POST' ? { content: 'Look', ...body } : body)
    return { statusCode: answer.statusCode, note: answer.json(), error: answer.json().error }
  }
  return { ...thread, places: [ofContact, ofConversation] }
}

test('a note keeps its files, gives links to them, and takes them with it', async () => {
  const { ada, places } = await newNotePlaces()
  for (const call of places) {
    const [plan, photo] = [await upload(ada, Buffer.from('A plan'), 'plan.txt'), await upload(ada, await picture())]
    const { note } = await call('POST', '', {
      attachments: [photo, { key: plan.key, name: 'else', type: 'text/html' }],
    })
    const shown = note.attachments.map(({ key, name, size, type }: Uploaded) => ({ key, name, size, type }))
    const { key, name, size, type } = photo
    assert.deepEqual(shown, [
      { key, name, size, type },
      { key: plan.key, name: 'plan.txt', size: 6, type: 'text/plain' },
    ])
    assert.equal((await app.inject(pathOf(note.attachments[1].signedUrl))).body, 'A plan')

    const kept = await call('PATCH', note._id, { attachments: [{ key: photo.key }] })
    assert.deepEqual(
      kept.note.attachments.map((file: Uploaded) => file.key),
      [photo.key],
    )
    await gone(plan)
    await sweepSomeFiles(db, { organizationId: ada.user.organizationId, after: '' })
    assert.ok(await isThere(photo))
    assert.equal((await call('DELETE', note._id)).statusCode, 200)
    await gone(photo)
  }
})

test('with the contact go the files of its notes and of what is scheduled for it', async () => {
  const { ada, contactId, conversationId, places } = await newNotePlaces()
  const files = [
    await upload(ada, Buffer.from('a')),
    await upload(ada, Buffer.from('b')),
    await upload(ada, await picture()),
  ]
  for (const [index, call] of places.entries()) await call('POST', '', { attachments: [files[index]!] })
  const later = { conversationId, scheduledAt: tomorrow(), attachments: [files[2]!.key] }
  assert.equal((await ada.call('POST', '/api/messages/send', later)).statusCode, 200)
  assert.equal((await ada.call('DELETE', `/api/contacts/${contactId}`)).statusCode, 200)
  for (const file of files) await gone(file)
})

test('only one’s own uploads are attached to a note; whoever sees the note reads them, nobody else', async () => {
  const { ada, contactId, places } = await newNotePlaces()
  const stranger = await newOrganization(app)
  const theirs = await upload(stranger, Buffer.from('theirs'))
  for (const call of places) {
    const refused = await call('POST', '', { attachments: [{ key: theirs.key }] })
    assert.deepEqual([refused.statusCode, refused.error.code], [404, 'attachment_not_found'])
  }
  const file = await upload(ada, Buffer.from('ours'))
  await places[0]!('POST', '', { attachments: [file] })
  const rep = await newColleague(app, ada, 'SALES_REP')
  assert.deepEqual([await statusOf(rep, file), await statusOf(stranger, file)], [404, 404])
  await ada.call('PATCH', `/api/contacts/${contactId}`, { assignees: [rep.user.id] })
  assert.equal(await statusOf(rep, file), 200)
})

test('a scheduled message takes its files along when it leaves', async () => {
  const { ada, conversationId } = await newThread(app)
  const [photo, other] = [await upload(ada, await picture(), 'a.png'), await upload(ada, await picture(), 'b.png')]
  const asked = { conversationId, scheduledAt: tomorrow(), attachments: [photo.key, other.key] }
  const scheduled = (await ada.call('POST', '/api/messages/send', asked)).json()
  assert.deepEqual([scheduled.status, scheduled.attachments.length], ['scheduled', 2])
  const url = `/api/messages/scheduled/${scheduled._id}`
  const changed = (await ada.call('PATCH', url, { attachments: [photo.key] })).json()
  assert.equal(changed.attachments[0].key, photo.key)
  await gone(other)

  const { organizationId } = ada.user
  await sendScheduled(db, tools, { organizationId, id: scheduled._id, scheduledAt: scheduled.scheduledAt })
  const { status, messageId, attachments } = (await ada.call('GET', url)).json()
  assert.deepEqual([status, attachments], ['sent', []])
  const [attachment] = (await readMessage(ada, messageId)).attachments
  assert.equal(attachment?.key, photo.key)
  assert.ok(await isThere(photo))
})

test('what a canceled message would have taken along is removed', async () => {
  const { ada, conversationId } = await newThread(app)
  const photo = await upload(ada, await picture())
  const asked = { conversationId, scheduledAt: tomorrow(), attachments: [photo.key] }
  const scheduled = (await ada.call('POST', '/api/messages/send', asked)).json()
  const canceled = await ada.call('POST', `/api/messages/scheduled/${scheduled._id}/cancel`)
  assert.equal(canceled.json().status, 'canceled')
  await gone(photo)
})
