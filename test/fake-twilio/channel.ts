import type { TestContext } from 'node:test'

import { twilioConnector } from '../../server/channels/twilio.ts'
import type { Connection, Draft } from '../../server/channels/connector.ts'
import { createOutgoing } from '../../server/platform/outgoing.ts'
import type { Outgoing } from '../../server/platform/outgoing.ts'
import { startFakeTwilio } from '../fake-twilio.ts'
import type { Behaviour } from '../fake-twilio.ts'

export const draft: Draft = {
  attemptId: '665f1c2ab8e4d3a1f0c9b801',
  to: '+14158675310',
  content: 'Grüße & 100%',
}

export interface ChannelChanges {
  settings?: Record<string, unknown>
  credentials?: Record<string, unknown>
  publicUrl?: string
}

/** A fake Twilio, and a channel on it without any server around. */
export async function startChannel(t: TestContext, changes: ChannelChanges = {}, behaviour?: Behaviour) {
  const fake = await startFakeTwilio()
  t.after(() => fake.close())
  if (behaviour) fake.behave(() => behaviour)
  const credentials = { ...fake.credentials, ...changes.credentials }
  const connection = connectionTo(fake.url, { ...changes, credentials })
  const connector = twilioConnector(outgoingOf(t))
  return {
    fake,
    connection,
    connector,
    send: (message: Draft) => connector.send(connection, message, new AbortController().signal),
    lookUp: (since: Date) => connector.lookUp(connection, { to: draft.to, content: draft.content, since }),
  }
}

export function connectionTo(apiBaseUrl: string, changes: ChannelChanges = {}): Connection {
  return {
    organizationId: '665f1c2ab8e4d3a1f0c9b701',
    channelId: '665f1c2ab8e4d3a1f0c9b702',
    identifier: '+15005550006',
    publicUrl: changes.publicUrl ?? 'http://127.0.0.1:3000',
    settings: { apiBaseUrl, ...changes.settings },
    credentials: { accountSid: 'AC1', authToken: 'token', ...changes.credentials },
  }
}

export function outgoingOf(t: TestContext): Outgoing {
  const outgoing = createOutgoing({ allowPrivate: true })
  t.after(() => void outgoing.close())
  return outgoing
}
