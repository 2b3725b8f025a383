import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { KyselyPlugin } from 'kysely'

import { startApp } from '../../test/app.ts'
import { newChannel, newInbound, newNumber, newOrganization } from '../../test/factories.ts'
import { findChannel } from '../channels/channels.ts'
import { receive } from './receiving.ts'

let statements = 0
const counting: KyselyPlugin = {
  transformQuery({ node }) {
    statements += 1
    return node
  },
  transformResult: ({ result }) => Promise.resolve(result),
}
const { app, db } = await startApp({ plugins: [counting] })

// Each is a way to the database and back while the contact is held: an eighth is to be noticed, and weighed.
test('a message to somebody known takes seven statements, by the contact or by the conversation', async () => {
  const admin = await newOrganization(app)
  const { contactId, conversationId } = await newInbound(admin, await newChannel(admin))
  // The first of them answers who waits: one more row, of the counts of the inbox.
  const cases = [
    [{ contactId }, 8],
    [{ contactId }, 7],
    [{ conversationId }, 7],
  ] as const
  for (const [to, expected] of cases) {
    statements = 0
    const sent = await admin.call('POST', '/api/messages/send', { ...to, content: 'Hello' })
    assert.equal(sent.statusCode, 200)
    assert.equal(statements, expected)
  }
})

test('a message from somebody known takes four statements', async () => {
  const admin = await newOrganization(app)
  const { _id } = await newChannel(admin)
  const channel = await findChannel(db, { organizationId: admin.user.organizationId }, _id)
  const text = { kind: 'inbound', to: channel.identifier, content: 'Hello', attachments: [] } as const
  const inbound = { ...text, from: newNumber(), attachments: [], providerMessageId: 'first' }
  await receive(db, channel, inbound)
  statements = 0
  assert.ok(await receive(db, channel, { ...inbound, providerMessageId: 'second' }))
  assert.equal(statements, 4)
})
