import assert from 'node:assert/strict'
import { test } from 'node:test'

import { connectionTo, draft, startChannel } from '../../../test/fake-twilio/channel.ts'
import { inboundForm, receiptForm } from '../../../test/fake-twilio.ts'
import type { SignedForm } from '../../../test/fake-twilio.ts'
import { webhooks } from './webhooks.ts'

const connection = connectionTo('https://api.twilio.com', { publicUrl: 'https://crm.example.com/tether' })

test('a message that Twilio signed is genuine and is read', () => {
  const form = inboundForm('token', connection.publicUrl, { From: '+14158675310', To: '+15005550006', Body: 'Hi + 👍' })
  assert.ok(webhooks.isGenuine(connection, asReceived(form)))
  assert.equal(webhooks.readInbound(asReceived(form), connection)?.content, 'Hi + 👍')
})

test('what is signed with another token, for another address, or not at all is not genuine', () => {
  const fields = { From: '+14158675310', To: '+15005550006' }
  const good = asReceived(inboundForm('token', connection.publicUrl, fields))
  assert.ok(webhooks.isGenuine(connection, good))
  assert.ok(!webhooks.isGenuine(connection, asReceived(inboundForm('other', connection.publicUrl, fields))))
  assert.ok(!webhooks.isGenuine(connection, asReceived(inboundForm('token', 'https://elsewhere.example.com', fields))))
  assert.ok(!webhooks.isGenuine(connection, { ...good, headers: {} }))
  assert.ok(!webhooks.isGenuine(connection, { ...good, body: `${good.body}&More=1` }))
  assert.ok(
    !webhooks.isGenuine({ ...connection, credentials: {} }, asReceived(inboundForm('', connection.publicUrl, fields))),
  )
})

test('a receipt comes back to the address that the message was sent with', async (t) => {
  const { fake, connection: sending, send } = await startChannel(t, { publicUrl: 'http://127.0.0.1:3000/tether' })
  await send(draft)
  const [message] = fake.messages
  const form = receiptForm(fake.authToken, message!, 'delivered')
  const url = new URL(form.url)
  assert.ok(webhooks.isGenuine(sending, { ...asReceived(form), url: url.href.slice(sending.publicUrl.length) }))
  const receipt = webhooks.readReceipt(asReceived(form), url.searchParams.get('attempt') ?? undefined)
  assert.deepEqual(
    [receipt?.attemptId, receipt?.providerMessageId, receipt?.status],
    [draft.attemptId, message?.sid, 'delivered'],
  )
})

/** Path and query below the public address, as a server behind it sees them. */
function asReceived({ url, headers, body }: SignedForm) {
  const { pathname, search } = new URL(url)
  return { url: pathname.replace(/^\/tether/, '') + search, headers, body }
}
