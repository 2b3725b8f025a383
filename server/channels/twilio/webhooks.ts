import type { Webhooks } from '../connector.ts'
import { textIn } from './account.ts'
import { parseInbound } from './inbound.ts'
import { parseReceipt } from './receipts.ts'
import { isSigned } from './signature.ts'

export const webhooks: Webhooks = {
  isGenuine: ({ credentials, publicUrl }, { url, headers, body }) => {
    const signature = headers['x-twilio-signature']
    const authToken = textIn(credentials, 'authToken') ?? ''
    return typeof signature === 'string' && isSigned(authToken, publicUrl + url, new URLSearchParams(body), signature)
  },
  readInbound: ({ body }) => parseInbound(new URLSearchParams(body)),
  readReceipt: ({ body }, attemptId) => parseReceipt(new URLSearchParams(body), attemptId),
}
