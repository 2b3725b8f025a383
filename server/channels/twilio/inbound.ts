import type { Inbound } from '../connector.ts'

// Twilio: a message carries at most ten media. https://www.twilio.com/docs/messaging/guides/webhook-request
const maxMedia = 10

/** Reads a verified form; undefined where it does not say which message it is, or from whom. */
export function parseInbound(form: URLSearchParams): Inbound | undefined {
  const providerMessageId = text(form, 'MessageSid').trim().slice(0, 100)
  const from = text(form, 'From').trim()
  if (!providerMessageId || !from) return undefined
  return {
    kind: 'inbound',
    providerMessageId,
    from,
    to: text(form, 'To').trim(),
    content: text(form, 'Body'),
    attachments: attachments(form),
    ...keyword(form),
  }
}

/** PostgreSQL keeps neither NUL nor half of a surrogate pair, and a message is not lost for that. */
function text(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').replaceAll('\0', '\ufffd').toWellFormed()
}

function attachments(form: URLSearchParams): Inbound['attachments'] {
  const count = Math.min(Number.parseInt(text(form, 'NumMedia'), 10) || 0, maxMedia)
  return Array.from({ length: Math.max(count, 0) }, (_, index) => ({
    url: text(form, `MediaUrl${index}`).trim(),
    contentType: text(form, `MediaContentType${index}`).trim() || 'application/octet-stream',
  })).filter(({ url }) => /^https?:/i.test(url) && URL.canParse(url))
}

/**
 * Twilio: OptOutType comes with Advanced Opt-Out, which has answered the contact already.
 * https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
function keyword(form: URLSearchParams): Pick<Inbound, 'keyword'> {
  const optOutType = text(form, 'OptOutType').trim().toLowerCase()
  const known = (['stop', 'start', 'help'] as const).find((each) => each === optOutType)
  return known ? { keyword: known } : {}
}
