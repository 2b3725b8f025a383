import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { eventsOf } from '../../test/factories.ts'
import { newMid, startFakeMeta } from '../../test/fake-meta.ts'
import { from, newPage, newPageId } from '../../test/pages.ts'

const { app, db } = await startApp({ worker: true })
const fake = await startFakeMeta()
after(() => fake.close())
after(() => assert.deepEqual(fake.mistakes, []))

test('what cannot be kept keeps nothing else of a call from being heard', async (t) => {
  const { ada, pageId, person, tell } = await newPage(app, fake)
  await db.schema
    .alterTable('messages')
    .addCheckConstraint('messages_poison_check', sql`content <> ${sql.lit(`Poison ${pageId}`)}`)
    .execute()
  t.after(() => db.schema.alterTable('messages').dropConstraint('messages_poison_check').execute())
  const said = [`Poison ${pageId}`, 'And this?'].map((text) =>
    from(pageId, person, { message: { mid: newMid(), text } }),
  )
  assert.equal((await tell(...said)).statusCode, 200, 'told again it would be no better')
  assert.deepEqual(
    (await eventsOf(ada, 'message.received')).map(({ data }) => data['content']),
    ['And this?'],
  )
})

test('threads that are joined keep the later click on an advertisement, and part with their own', async () => {
  const page = await newPage(app, fake)
  const other = newPageId()
  await page.write('Hello')
  const referral = { source: 'ADS', type: 'OPEN_THREAD', ad_id: '42' }
  await page.tell(from(page.pageId, other, { message: { mid: newMid(), text: 'By the ad', referral } }))
  const contacts = (await page.ada.call('GET', '/api/conversations?state=all')).json().conversations
  const idOf = (address: string) =>
    contacts.find((each: { channelIdentifier: string }) => each.channelIdentifier === address).contact._id
  const clicked = () =>
    db
      .selectFrom('conversations')
      .select('adClickedAt')
      .where('organizationId', '=', page.ada.user.organizationId)
      .where('contactId', '=', idOf(page.person))
      .executeTakeFirstOrThrow()
  assert.equal((await clicked()).adClickedAt, null)
  const ids = { sourceId: idOf(other), targetId: idOf(page.person) }
  const merged = await page.ada.call('POST', '/api/contacts/merge', ids)
  assert.equal(merged.statusCode, 200, merged.body)
  assert.ok((await clicked()).adClickedAt)
  const [merge] = await eventsOf(page.ada, 'contact.merged')
  const undone = await page.ada.call('POST', `/api/contacts/merges/${String(merge!.data['mergeId'])}/undo`)
  assert.equal(undone.statusCode, 200, JSON.stringify(merge!.data))
  assert.equal((await clicked()).adClickedAt, null)
})
