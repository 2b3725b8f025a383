import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newInbound, newOrganization } from '../../test/factories.ts'

const { app } = await startApp()

test('nobody is made of whom nothing was said, and to whom nothing is given', async () => {
  const ada = await newOrganization(app)
  const { contactId, conversationId } = await newInbound(ada, await newChannel(ada))
  const separate = (body: object) =>
    ada.call('POST', `/api/contacts/${contactId}/separate`, { fieldSplit: {}, ...body })
  for (const body of [
    {},
    { fieldSplit: { firstName: { original: 'Jane', new: '' }, email: { new: null }, customFields: { new: {} } } },
    {
      fieldSplit: { status: 'original', tags: 'original' },
      childRecordAssignment: { conversations: { [conversationId]: 'original' } },
    },
  ]) {
    const answer = await separate(body)
    assert.equal(answer.statusCode, 400, answer.body)
    assert.match(answer.json().error.message, /nothing was chosen/)
  }
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 1)
  assert.equal((await eventsOf(ada, 'contact.separated')).length, 0)
  assert.equal((await separate({ fieldSplit: { tags: 'new' } })).statusCode, 200)
})
