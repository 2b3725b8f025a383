import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { runSubscribers } from '../platform/events/subscribers.ts'
import { newId } from '../platform/id.ts'
import { compareContacts, findDuplicates } from './duplicates.ts'
import { noteForComparison } from './subscribers.ts'

const { app, db, signals, log } = await startApp()
const subscriptions = runSubscribers(db, signals, [noteForComparison], log)
after(() => subscriptions.stop())

interface Review {
  _id: string
  sourceContactId: string
  candidateContactId: string
  status: string
  score: number
  reasons: string[]
}

test('a number kept in a national spelling, an email and a similar name are found, the likeliest with the highest score', async () => {
  const ada = await newOrganization(app, { country: 'FR' })
  const first = await newContact(ada, { firstName: 'Jon', lastName: 'Smith', email: 'jon@example.com' })
  const byEmail = await newContact(ada, { firstName: 'J', email: 'jon+crm@example.com' })
  const byName = await newContact(ada, { firstName: 'Smith', lastName: 'John' })
  const [national, international] = [await newContact(ada, { phoneNumber: '+33699887766' }), await newContact(ada)]
  await spell(ada, international._id, '0699887766')
  await newContact(ada, { firstName: 'Jane', lastName: 'Miller' })
  await compare(ada)

  const found = new Map((await pendingOf(ada)).map((review) => [review.sourceContactId, review]))
  assert.deepEqual(seen(found.get(byEmail._id)), [first._id, ['email'], 'needs_review'])
  assert.deepEqual(seen(found.get(byName._id)), [first._id, ['name'], 'needs_review'])
  assert.deepEqual(seen(found.get(international._id)), [national._id, ['phone'], 'needs_review'])
  assert.equal(found.size, 3)
  assert.ok(found.get(international._id)!.score > found.get(byName._id)!.score)
  assert.equal((await eventsOf(ada, 'duplicate.found')).length, 3)
})

test('the list of pairs brings the contacts that they are of, each once', async () => {
  const ada = await newOrganization(app)
  const email = 'jon@example.com'
  for (const firstName of ['Jon', 'Jonathan', 'Johnny']) await newContact(ada, { firstName, email })
  await compare(ada)
  const { data, contacts } = (await ada.call('GET', '/api/contacts/dedup-reviews/pending')).json()
  const ids = data.flatMap((review: Review) => [review.sourceContactId, review.candidateContactId])
  assert.ok(data.length > 1)
  assert.deepEqual(
    contacts.map(({ _id }: { _id: string }) => _id),
    [...new Set<string>(ids)].toSorted(),
  )
  assert.deepEqual(new Set(contacts.map((contact: { email: string }) => contact.email)), new Set([email]))
})

test('only what was changed is compared again, and a pair is found once', async () => {
  const ada = await newOrganization(app)
  const one = await newContact(ada, { email: 'one@example.com' })
  const other = await newContact(ada, { email: 'other@example.com' })
  await compare(ada)
  assert.deepEqual(await pendingOf(ada), [])
  await ada.call('PATCH', `/api/contacts/${one._id}`, { email: 'other@example.com' })
  await compare(ada)
  await ada.call('PATCH', `/api/contacts/${other._id}`, { status: 'Won' })
  await compare(ada)
  assert.equal((await pendingOf(ada)).length, 1)
  assert.equal((await eventsOf(ada, 'duplicate.found')).length, 1)
  assert.equal((await pendingOf(ada, one._id)).length, 1)
})

test('more than one job compares are gone on with by the next, and each organization has its own', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { email: 'one@example.com' })
  await newContact(ada, { email: 'one@example.com' })
  const { organizationId } = ada.user
  await noted(ada)
  const rows = Array.from({ length: 200 }, () => ({ organizationId, contactId: newId(new Date(0)) }))
  await db.insertInto('contactsToCompare').values(rows).execute()
  await findDuplicates(db)
  await compareContacts(db, organizationId)
  assert.deepEqual(await pendingOf(ada), [])
  assert.equal(await jobsFor(organizationId), 2)
  await compareContacts(db, organizationId)
  assert.equal((await pendingOf(ada)).length, 1)
  assert.equal(await jobsFor(organizationId), 2)
})

test('what too many have in common says nothing', async () => {
  const ada = await newOrganization(app)
  await atOnce(22, () => newContact(ada, { firstName: null, email: 'office@example.com' }))
  await compare(ada)
  assert.deepEqual(await pendingOf(ada), [])
})

test('a pair that is kept separate never comes back', async () => {
  const { ada, newer, review } = await newTwins()
  const url = `/api/contacts/dedup-reviews/${review._id}/keep-separate`
  const answers = await atOnce(3, () => ada.call('PATCH', url))
  for (const answer of answers) assert.equal(answer.json().data.status, 'kept_separate')
  assert.equal((await eventsOf(ada, 'duplicate.keptSeparate')).length, 1)
  await ada.call('PATCH', `/api/contacts/${newer._id}`, { status: 'Won' })
  await compare(ada)
  assert.deepEqual(await pendingOf(ada), [])
  const merged = await ada.call('PATCH', `/api/contacts/dedup-reviews/${review._id}/merge`)
  assert.deepEqual([merged.statusCode, merged.json().error.code], [409, 'review_settled'])
})

test('a review merges the newer contact into the older, and settles what else was found of it', async () => {
  const { ada, older, newer, review } = await newTwins()
  const third = await newContact(ada, { email: 'twin@example.com', firstName: 'Third' })
  await compare(ada)
  assert.equal((await pendingOf(ada)).length, 3)
  const resolution = { firstName: 'source' }
  const answer = await ada.call('PATCH', `/api/contacts/dedup-reviews/${review._id}/merge`, { resolution })
  assert.equal(answer.statusCode, 200, answer.body)
  const { data, targetContact, mergeId, message } = answer.json()
  assert.deepEqual([data.status, message], ['merged', 'Review merged'])
  assert.deepEqual([targetContact._id, targetContact.firstName], [older._id, 'Newer'])
  const left = await pendingOf(ada)
  assert.deepEqual(left.map(seen), [[older._id, ['email'], 'needs_review']])
  assert.equal(left[0]!.sourceContactId, third._id)

  // Who undoes it says that the two are not one.
  assert.equal((await ada.call('POST', `/api/contacts/merges/${mergeId}/undo`)).statusCode, 200)
  await compare(ada)
  assert.ok((await pendingOf(ada)).every((each) => each.candidateContactId !== newer._id))
  assert.ok((await pendingOf(ada)).every((each) => each._id !== review._id))
})

test('two who settle a review at once do it once', async () => {
  const { ada, review } = await newTwins()
  const url = `/api/contacts/dedup-reviews/${review._id}`
  const answers = await atOnce(4, (index) => ada.call('PATCH', `${url}/${index % 2 ? 'merge' : 'keep-separate'}`))
  const codes = answers.map(({ statusCode }) => statusCode)
  assert.ok(
    codes.every((code) => [200, 409].includes(code)),
    codes.join(),
  )
  const events = await eventsOf(ada, 'duplicate.merged', 'duplicate.keptSeparate')
  assert.equal(events.length, 1)
})

test('several are kept separate at once, and each that was not says why', async () => {
  const { ada, review, older, newer } = await newTwins()
  const nowhere = newId()
  const payload = { reviewIds: [review._id, nowhere] }
  const answer = (await ada.call('PATCH', '/api/contacts/dedup-reviews/bulk/keep-separate', payload)).json()
  assert.deepEqual(answer, {
    success: true,
    results: [
      {
        reviewId: review._id,
        ok: true,
        status: 'kept_separate',
        sourceContactId: newer._id,
        candidateContactId: older._id,
      },
      { reviewId: nowhere, ok: false, status: null, sourceContactId: null, candidateContactId: null },
    ],
    summary: { total: 2, succeeded: 1, failed: 1 },
  })
})

test('a review does not exist for a stranger, and is not for a rep', async () => {
  const { ada, review } = await newTwins()
  const eve = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  for (const verb of ['merge', 'keep-separate']) {
    const url = `/api/contacts/dedup-reviews/${review._id}/${verb}`
    assert.equal((await eve.call('PATCH', url)).statusCode, 404)
    assert.equal((await rep.call('PATCH', url)).statusCode, 403)
  }
  assert.deepEqual(await pendingOf(eve), [])
  const bulk = '/api/contacts/dedup-reviews/bulk/keep-separate'
  assert.equal((await eve.call('PATCH', bulk, { reviewIds: [review._id] })).json().summary.succeeded, 0)
  assert.equal((await pendingOf(ada)).length, 1)
})

/** Two contacts with one email, and what was found of them. */
async function newTwins() {
  const ada = await newOrganization(app)
  const older = await newContact(ada, { firstName: 'Older', email: 'twin@example.com' })
  const newer = await newContact(ada, { firstName: 'Newer', email: 'twin@example.com' })
  await compare(ada)
  const [review] = await pendingOf(ada)
  assert.ok(review)
  return { ada, older, newer, review }
}

async function compare(ada: Person): Promise<void> {
  await noted(ada)
  await compareContacts(db, ada.user.organizationId)
}

async function jobsFor(organizationId: string): Promise<number> {
  const found = await sql<{ jobs: number }>`
    select count(*) as jobs from graphile_worker._private_jobs where payload ->> 'organizationId' = ${organizationId}
  `.execute(db)
  return found.rows[0]!.jobs
}

/** Waits until everything that happened has been noted. */
async function noted(ada: Person): Promise<void> {
  const { organizationId } = ada.user
  await eventsOf(ada)
  await until(async () => {
    const { lastPosition } = await db
      .selectFrom('eventPositions')
      .select('lastPosition')
      .where('organizationId', '=', organizationId)
      .executeTakeFirstOrThrow()
    const cursor = await db
      .selectFrom('eventCursors')
      .select('position')
      .where('organizationId', '=', organizationId)
      .where('subscriber', '=', 'duplicates.noteForComparison')
      .executeTakeFirst()
    return cursor?.position === lastPosition
  }, 'the contacts to be noted')
}

/** As it was kept before numbers were kept in one spelling. */
async function spell(ada: Person, id: string, phoneNumber: string): Promise<void> {
  await db
    .updateTable('contacts')
    .set({ phoneNumber })
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', id)
    .execute()
}

async function pendingOf(ada: Person, contactId?: string): Promise<Review[]> {
  const url = contactId ? `/api/contacts/${contactId}/dedup-reviews/pending` : '/api/contacts/dedup-reviews/pending'
  const response = await ada.call('GET', url)
  assert.equal(response.statusCode, 200, response.body)
  return response.json().data
}

function seen(review: Review | undefined) {
  return review && [review.candidateContactId, review.reasons, review.status]
}
