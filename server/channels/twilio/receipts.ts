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
  const providerMessageId = (form.get('MessageSid') ?? '').trim()
  const providerStatus = (form.get('MessageStatus') || form.get('SmsStatus') || '').trim().toLowerCase()
  const status = statusOf(providerStatus)
  if (!providerMessageId || !status) return undefined
  const failure = { code: form.get('ErrorCode'), message: form.get('ErrorMessage') }
  return {
    kind: 'receipt',
    ...(attemptId ? { attemptId } : {}),
    providerMessageId,
    status,
    providerStatus,
    ...(status === 'failed' ? { error: failureOf(providerStatus, failure) } : {}),
  }
}

export function statusOf(providerStatus: string): Receipt['status'] | undefined {
  return Object.hasOwn(news, providerStatus) ? news[providerStatus] : undefined
}

/** Twilio gives no code for what was canceled, and not always one for what the carrier refused. */
export function failureOf(providerStatus: string, failure: { code: unknown; message: unknown }) {
  return deliveryError(String(failure.code || providerStatus), String(failure.message ?? ''))
}
