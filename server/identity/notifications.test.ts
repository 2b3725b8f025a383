import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { notify } from './notifications.ts'

const { app, db } = await startApp()

test('who is told of something reads it once, and nobody else does', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await tell(ada, [rep.user.id, rep.user.id], 'Ada mentioned you')
  const [notification, ...others] = await listOf(rep)
  assert.deepEqual([notification.text, notification.type, notification.seenAt], ['Ada mentioned you', 'mention', null])
  assert.equal(others.length, 0)
  assert.deepEqual(await listOf(ada), [])
})

test('they come newest first, page by page, and seen ones can be left out', async () => {
  const ada = await newOrganization(app)
  for (const text of ['one', 'two', 'three']) await tell(ada, [ada.user.id], text)
  const first = (await ada.call('GET', '/api/notifications?size=2')).json()
  const rest = (await ada.call('GET', `/api/notifications?size=2&cursor=${first.nextCursor}`)).json()
  const texts = [...first.notifications, ...rest.notifications].map(({ text }: { text: string }) => text)
  assert.deepEqual(texts, ['three', 'two', 'one'])
  assert.equal(rest.nextCursor, null)

  assert.equal((await ada.call('POST', '/api/notifications/seen')).json().seen, 3)
  assert.equal((await ada.call('POST', '/api/notifications/seen')).json().seen, 0)
  assert.deepEqual(await listOf(ada, '?unseenOnly=true'), [])
  assert.equal((await listOf(ada)).length, 3)
})

test('one can be deleted, by whom it is for', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await tell(ada, [rep.user.id], 'Ada mentioned you')
  const [{ _id: id }] = await listOf(rep)
  assert.equal((await ada.call('DELETE', `/api/notifications/${id}`)).statusCode, 404)
  assert.equal((await rep.call('DELETE', `/api/notifications/${id}`)).statusCode, 200)
  assert.equal((await rep.call('DELETE', `/api/notifications/${id}`)).statusCode, 404)
  assert.deepEqual(await listOf(rep), [])
})

function tell(author: Person, userIds: string[], text: string): Promise<void> {
  const news = { type: 'mention', text, subjectType: 'contact', subjectId: newId() } as const
  return transact(db, (trx) => notify(trx, author.user.organizationId, userIds, news))
}

async function listOf(person: Person, query = '') {
  return (await person.call('GET', `/api/notifications${query}`)).json().notifications
}
