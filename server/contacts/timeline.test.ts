import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

interface Line {
  type: string
  actorId: string | null
  conversationId: string | null
  changes: Array<{ field: string; before: unknown; after: unknown }>
  details: Record<string, unknown>
}

async function timeline(person: Person, id: string, query = ''): Promise<{ happenings: Line[]; nextCursor: string }> {
  const answer = await person.call('GET', `/api/contacts/${id}/timeline${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}

test('the timeline names each field that changed, with what it was and who did it, the newest first', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada, { firstName: 'Jane' })
  await newContact(ada, { firstName: 'Another' })
  await ada.call('PATCH', `/api/contacts/${_id}`, { firstName: 'Joan', status: 'Qualified' })
  await ada.call('PUT', `/api/contacts/${_id}/tags`, { tags: ['vip'] })
  await ada.call('PATCH', `/api/contacts/${_id}/block`)
  const { happenings } = await timeline(ada, _id)
  assert.deepEqual(
    happenings.map(({ type }) => type),
    ['contact.blocked', 'contact.updated', 'contact.updated', 'contact.created'],
  )
  assert.deepEqual(happenings[1]!.changes, [{ field: 'tags', before: [], after: ['vip'] }])
  assert.deepEqual(
    happenings[2]!.changes.map(({ field, before, after }) => [field, before, after]),
    [
      ['firstName', 'Jane', 'Joan'],
      ['status', 'New Lead', 'Qualified'],
    ],
  )
  assert.deepEqual(new Set(happenings.map(({ actorId }) => actorId)), new Set([ada.user.id]))
})

test('a page ends where the next begins, and a new owner is told of once', async () => {
  const ada = await newOrganization(app)
  const ben = await newColleague(app, ada, 'SALES_REP')
  const { _id } = await newContact(ada)
  await ada.call('PATCH', `/api/contacts/${_id}`, { userId: ben.user.id })
  await ada.call('PATCH', `/api/contacts/${_id}`, { email: 'jane@example.com' })
  const all = (await timeline(ada, _id)).happenings
  const first = await timeline(ada, _id, '?size=1')
  assert.deepEqual(
    all.flatMap(({ changes }) => changes.map(({ field }) => field)),
    ['email', 'userId'],
  )
  const seen = [...first.happenings]
  for (let cursor = first.nextCursor; cursor;) {
    const page = await timeline(ada, _id, `?size=1&cursor=${cursor}`)
    seen.push(...page.happenings)
    cursor = page.nextCursor
  }
  assert.deepEqual(seen, all)
})

test('what happens in a conversation is told to whoever sees it; notes, documents and opt-outs of the contact as well', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { contactId, conversationId } = await newInbound(ada, channel)
  await ada.call('PUT', `/api/conversation/${conversationId}/resolve`, {})
  await ada.call('POST', '/api/contact-notes', { contactId, note: 'Prefers mornings' })
  const { happenings } = await timeline(ada, contactId)
  const types = happenings.map(({ type }) => type)
  assert.equal(types[0], 'note.added')
  assert.equal(happenings[0]!.details['note'], 'Prefers mornings')
  const resolved = happenings.find(({ type }) => type === 'conversation.resolved')
  assert.equal(resolved?.conversationId, conversationId)
  assert.ok(types.includes('conversation.opened') && types.includes('contact.created'), types.join())

  // Nobody works through the log here, so that the conversation does not follow the contact to the rep.
  const rep = await newColleague(app, ada, 'SALES_REP')
  await ada.call('PATCH', `/api/contacts/${contactId}`, { assignees: [rep.user.id] })
  assert.equal((await rep.call('GET', `/api/conversation/${conversationId}`)).statusCode, 404)
  const told = (await timeline(rep, contactId)).happenings
  assert.ok(told.length > 0 && told.every((line) => line.conversationId === null))
})

test('strangers, and colleagues who do not see the contact, find no timeline', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  const [rep, eve] = [await newColleague(app, ada, 'SALES_REP'), await newOrganization(app)]
  for (const person of [rep, eve]) {
    assert.equal((await person.call('GET', `/api/contacts/${_id}/timeline`)).statusCode, 404)
  }
})
