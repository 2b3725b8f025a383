import { randomBytes } from 'node:crypto'

import { invalid } from '../../platform/errors.ts'
import type { AttachmentLimits, Connector } from '../connector.ts'
import { identityCredentials } from './identity-secret.ts'
import { webchatSettings } from './settings.ts'

const attachments: AttachmentLimits = { most: 10, mostBytes: 100 * 1024 * 1024, isAccepted: () => true }

/** We are the provider ourselves: what is sent has arrived where the visitor's page gets it from. That it did, the page tells. */
export function webchatConnector(): Connector {
  return {
    type: 'webchat',
    provider: 'tether',
    settings: webchatSettings,
    credentials: identityCredentials,
    maxLength: 4000,
    identify,
    routes: () => [],
    messagesPerSecond: () => 1000,
    countSegments: () => 1,
    attachments,
    send: (_connection, { attemptId }) => Promise.resolve({ kind: 'accepted', providerMessageId: `sent:${attemptId}` }),
    lookUp: () => Promise.resolve(undefined),
    test: () =>
      Promise.resolve({ isWorking: true, message: 'Put the script on your site: there is nothing to test here.' }),
    fetchAttachment: () => Promise.reject(new Error('What visitors attach is uploaded here.')),
  }
}

function identify(identifier: string | undefined): string {
  if (identifier !== undefined) throw invalid('identifier', 'a webchat gets one of its own: leave it out.')
  return `wck_${randomBytes(18).toString('base64url')}`
}
