import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Outgoing } from '../../platform/outgoing.ts'
import { send } from './sending.ts'

const connection = {
  organizationId: 'o',
  channelId: 'c',
  identifier: '+14155550100',
  settings: { sendUrl: 'http://gateway.test/cgi-bin/sendsms' },
  credentials: { username: 'crm', password: 'wrong', webhookPassword: 'a-password-for-webhooks' },
  publicUrl: 'http://crm.test',
}

test('a gateway that does not accept the password halts the channel: its messages wait until somebody corrects it', async () => {
  for (const status of [401, 403]) {
    const request = () => Promise.resolve({ status, headers: {}, body: Buffer.from('Authorization failed') })
    const draft = { attemptId: 'a', to: '+14155550101', content: 'Hello' }
    const outcome = await send({ request } as unknown as Outgoing, connection, draft, AbortSignal.timeout(1000))
    assert.equal(outcome.kind, 'halted')
  }
})
