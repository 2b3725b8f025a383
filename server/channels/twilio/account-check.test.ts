import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { connectionTo, outgoingOf, startChannel } from '../../../test/fake-twilio/channel.ts'
import { twilioConnector } from './connector.ts'

test('the test of a channel says in words whether it works', async (t) => {
  const { connection, connector, fake } = await startChannel(t)
  assert.deepEqual(await connector.test(connection), {
    isWorking: true,
    message: 'Twilio accepts the credentials of the account "A fake account".',
  })
  const wrong = await connector.test({ ...connection, credentials: { ...connection.credentials, authToken: 'wrong' } })
  assert.deepEqual([wrong.isWorking, /auth token/.test(wrong.message)], [false, true])
  await fake.close()
  const gone = await connector.test(connection)
  assert.deepEqual([gone.isWorking, /cannot be reached/.test(gone.message)], [false, true])
})

test('the test of a channel tells a suspended account, and what is no Twilio', async (t) => {
  const answers = ['{"sid":"AC1","friendly_name":"Mine","status":"suspended"}', '<h1>Welcome</h1>']
  const messages: string[] = []
  for (const answer of answers) {
    const url = await serve(t, (_request, response) => response.end(answer))
    const { isWorking, message } = await twilioConnector(outgoingOf(t)).test(connectionTo(url))
    assert.equal(isWorking, false)
    messages.push(message)
  }
  assert.deepEqual(messages, [
    'The account "Mine" is suspended at Twilio.',
    'What answers at this address is not the API of Twilio.',
  ])
})

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
