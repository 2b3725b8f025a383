import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'

import { newSid } from './message.ts'
import type { FakeMessage } from './message.ts'

/** What Twilio posts to a webhook, ready to be posted or injected. */
export interface SignedForm {
  url: string
  headers: Record<string, string>
  body: string
}

export interface ReceiptDetails {
  errorCode?: number
  /** Where the receipt goes, instead of where the message asked for it. */
  statusCallback?: string
}

/** Signed by the official package, so that nothing of ours judges itself. */
function signedForm(authToken: string, url: string, form: Record<string, string>): SignedForm {
  return {
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': getExpectedTwilioSignature(authToken, url, form),
    },
    body: new URLSearchParams(form).toString(),
  }
}

/** Moves the message to the status, and tells of it. */
export function receiptForm(
  authToken: string,
  message: FakeMessage,
  status: string,
  more: ReceiptDetails = {},
): SignedForm {
  const url = more.statusCallback ?? message.statusCallback
  if (!url) throw new Error(`The message ${message.sid} asked for no receipts.`)
  message.status = status
  message.errorCode = more.errorCode ?? null
  return signedForm(authToken, url, {
    ApiVersion: '2010-04-01',
    MessageSid: message.sid,
    SmsSid: message.sid,
    AccountSid: message.accountSid,
    From: message.from ?? '+15005550006',
    To: message.to,
    MessageStatus: status,
    SmsStatus: status,
    ...(message.messagingServiceSid ? { MessagingServiceSid: message.messagingServiceSid } : {}),
    ...(more.errorCode ? { ErrorCode: String(more.errorCode) } : {}),
  })
}

/** What a contact sent; `form` says at least From and To. */
export function inboundForm(authToken: string, baseUrl: string, form: Record<string, string>): SignedForm {
  const messageSid = form['MessageSid'] ?? newSid('SM')
  return signedForm(authToken, `${baseUrl}/api/webhook/twilio/sms`, {
    ToCountry: 'US',
    FromCountry: 'US',
    SmsMessageSid: messageSid,
    SmsSid: messageSid,
    MessageSid: messageSid,
    Body: '',
    NumMedia: '0',
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ...form,
  })
}
