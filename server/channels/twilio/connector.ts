import { Type } from 'typebox'

import type { Outgoing } from '../../platform/outgoing.ts'
import { inWords } from '../../platform/schemas.ts'
import type { Connector } from '../connector.ts'
import { identifyNumber } from '../configuration.ts'
import { countParts, mmsLimits } from '../mms.ts'
import { textIn } from './account.ts'
import { checkAccount } from './account-check.ts'
import { fetchAttachment } from './attachments.ts'
import { lookUp, lookUpById } from './look-up.ts'
import { send } from './sending.ts'
import { webhooks } from './webhooks.ts'

// Twilio's own are "AC" or "MG" and 32 hex digits; what imitates its API may use others.
const Sid = Type.String({
  pattern: inWords('^[A-Za-z0-9_-]{1,64}$', 'must be an id as Twilio shows it: letters and digits'),
})

const addressPattern = inWords('^https?://[^\\s?#@]+$', 'must be an address such as https://example.com')

const settings = Type.Object(
  {
    apiBaseUrl: Type.Optional(Type.String({ pattern: addressPattern, maxLength: 500 })),
    messagingServiceSid: Type.Optional(Sid),
    messagesPerSecond: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000 })),
  },
  { additionalProperties: false },
)

const credentials = Type.Object(
  { accountSid: Sid, authToken: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
)

// What a service with a small pool carries; a single US long code carries 1, a short code 100.
const defaultMessagesPerSecond = 10

export function twilioConnector(outgoing: Outgoing): Connector {
  return {
    type: 'sms',
    provider: 'twilio',
    settings,
    credentials,
    maxLength: 1600,
    identify: identifyNumber,
    routes: (configured) => {
      const messagingServiceSid = textIn(configured, 'messagingServiceSid')
      return messagingServiceSid ? [messagingServiceSid] : []
    },
    messagesPerSecond: (configured) => Number(configured['messagesPerSecond']) || defaultMessagesPerSecond,
    countSegments: countParts,
    attachments: mmsLimits,
    send: (connection, draft, signal) => send(outgoing, connection, draft, signal),
    lookUp: (connection, message) => lookUp(outgoing, connection, message),
    lookUpById: (connection, providerMessageId) => lookUpById(outgoing, connection, providerMessageId),
    webhooks,
    test: (connection) => checkAccount(outgoing, connection),
    fetchAttachment: (connection, url) => fetchAttachment(outgoing, connection, url),
  }
}
