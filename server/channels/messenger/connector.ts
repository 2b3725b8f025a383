import { Type } from 'typebox'

import type { Outgoing } from '../../platform/outgoing.ts'
import { inWords } from '../../platform/schemas.ts'
import { identifyPage } from '../configuration.ts'
import type { Connector } from '../connector.ts'
import { pageLimits } from '../page-limits.ts'
import { defaultBaseUrl, defaultVersion } from './account.ts'
import { fetchAttachment } from './attachments.ts'
import { checkPage, readProfile } from './page.ts'
import { send, showTyping } from './sending.ts'
import { verifyAddress } from './verify-token.ts'

const settings = Type.Object(
  {
    apiBaseUrl: Type.Optional(
      Type.String({
        pattern: inWords('^https?://[^\\s?#@]+$', `must be an address such as ${defaultBaseUrl}`),
        maxLength: 500,
      }),
    ),
    apiVersion: Type.String({
      pattern: inWords('^v\\d{1,3}\\.\\d{1,2}$', `must be a version such as ${defaultVersion}`),
      default: defaultVersion,
    }),
    hasHumanAgent: Type.Boolean({
      default: false,
      description: 'whether Meta gave the app the Human Agent permission',
    }),
    // Meta: 300 a second to a page, 10 of audio and video.
    messagesPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 300, default: 40 }),
  },
  { additionalProperties: false },
)

const Secret = Type.String({ minLength: 1, maxLength: 1000 })

const credentials = Type.Object(
  { pageToken: Secret, appSecret: Secret, verifyToken: Type.String({ minLength: 8, maxLength: 200 }) },
  { additionalProperties: false },
)

const longestText = 2000

/** A page on Facebook: https://developers.facebook.com/docs/messenger-platform */
export function messengerConnector(outgoing: Outgoing): Connector {
  return {
    type: 'facebook',
    provider: 'messenger',
    settings,
    credentials,
    maxLength: longestText,
    identify: identifyPage,
    routes: (_settings, { identifier, credentials: opened }) => {
      const verifyToken = opened['verifyToken']
      return typeof verifyToken === 'string' ? [verifyAddress(verifyToken, identifier)] : []
    },
    messagesPerSecond: (configured) => Number(configured['messagesPerSecond'] ?? 40),
    countSegments: () => 1,
    hasQuotes: true,
    attachments: pageLimits,
    send: (connection, draft, signal) => send(outgoing, connection, draft, signal),
    showTyping: (connection, to) => showTyping(outgoing, connection, to),
    // It keeps no list by our ids: the echo is what tells.
    lookUp: () => Promise.resolve(undefined),
    test: (connection) => checkPage(outgoing, connection),
    readProfile: (connection, person) => readProfile(outgoing, connection, person),
    fetchAttachment: (_connection, url) => fetchAttachment(outgoing, url),
  }
}
