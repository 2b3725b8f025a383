import type { Receipt } from '../connector.ts'
import { deliveryError } from './errors.ts'

// Twilio: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
const news: Record<string, Receipt['status']> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
}

/** Reads a verified form; undefined where it brings no news: what is still on its way inside Twilio we have said to be sent. */
export function parseReceipt(form: URLSearchParams, attemptId?: string): Receipt | undefined {
  const providerMessageId = text(form, 'MessageSid').slice(0, 100)
  const providerStatus = (text(form, 'MessageStatus') || text(form, 'SmsStatus')).toLowerCase()
  const status = statusOf(providerStatus)
  if (!providerMessageId || !status) return undefined
  const failure = { code: text(form, 'ErrorCode').slice(0, 40), message: text(form, 'ErrorMessage').slice(0, 1000) }
  return {
    kind: 'receipt',
    ...(attemptId ? { attemptId } : {}),
    providerMessageId,
    status,
    providerStatus,
    ...(status === 'failed' ? { error: failureOf(providerStatus, failure) } : {}),
  }
}

// What the database cannot keep is no reason to lose a receipt.
function text(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').replaceAll('\0', '\ufffd').toWellFormed().trim()
}

export function statusOf(providerStatus: string): Receipt['status'] | undefined {
  return Object.hasOwn(news, providerStatus) ? news[providerStatus] : undefined
}

/** Twilio gives no code for what was canceled, and not always one for what the carrier refused. */
export function failureOf(providerStatus: string, failure: { code: unknown; message: unknown }) {
  return deliveryError(String(failure.code || providerStatus), String(failure.message ?? ''))
}
