import { Type } from 'typebox'

import type { Outgoing } from '../../platform/outgoing.ts'
import { inWords } from '../../platform/schemas.ts'
import { identifyNumber } from '../configuration.ts'
import type { Connector } from '../connector.ts'
import { countSegments } from '../segments.ts'
import { checkGateway } from './gateway-check.ts'
import { send } from './sending.ts'
import { webhooks } from './webhooks.ts'

const settings = Type.Object(
  {
    sendUrl: Type.String({
      pattern: inWords('^https?://[^\\s?#@]+$', 'must be an address such as http://gateway:13013/cgi-bin/sendsms'),
      maxLength: 500,
      description: 'the gateway’s send-sms address, such as http://gateway:13013/cgi-bin/sendsms',
    }),
    hasPrefixes: Type.Boolean({
      default: true,
      description: 'numbers come with their country’s prefix, with or without +',
    }),
    messagesPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 1000, default: 10 }),
  },
  { additionalProperties: false },
)

const credentials = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 100 }),
    password: Type.String({ minLength: 1, maxLength: 100 }),
    // Kannel does not decode it, so nothing that would have to be encoded in a URL.
    webhookPassword: Type.String({
      pattern: inWords('^[A-Za-z0-9_-]{16,100}$', 'must be 16 or more letters, digits, - and _'),
      description: 'with which the gateway calls us',
    }),
  },
  { additionalProperties: false },
)

/** Any gateway with the HTTP interface of Kannel: https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html */
export function kannelConnector(outgoing: Outgoing): Connector {
  return {
    type: 'sms',
    provider: 'kannel',
    settings,
    credentials,
    maxLength: 1600,
    identify: identifyNumber,
    routes: () => [],
    messagesPerSecond: (configured) => Number(configured['messagesPerSecond'] ?? 10),
    countSegments,
    send: (connection, draft, signal) => send(outgoing, connection, draft, signal),
    // It gives no ids and keeps no list: the receipt is all that it ever tells.
    lookUp: () => Promise.resolve(undefined),
    webhooks,
    test: (connection) => checkGateway(outgoing, connection),
    fetchAttachment: () => Promise.reject(new Error('Kannel carries no attachments.')),
  }
}
