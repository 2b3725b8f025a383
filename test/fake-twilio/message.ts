import { randomBytes } from 'node:crypto'

/** A message that the fake took, whether or not it could say so. */
export interface FakeMessage {
  sid: string
  accountSid: string
  to: string
  from: string | null
  messagingServiceSid: string | null
  body: string
  media: string[]
  statusCallback: string | undefined
  status: string
  errorCode: number | null
  at: Date
}

export function takeMessage(accountSid: string, form: URLSearchParams): FakeMessage {
  const messagingServiceSid = form.get('MessagingServiceSid')
  return {
    sid: newSid('SM'),
    accountSid,
    to: form.get('To') ?? '',
    from: form.get('From'),
    messagingServiceSid,
    body: form.get('Body') ?? '',
    media: form.getAll('MediaUrl'),
    statusCallback: form.get('StatusCallback') ?? undefined,
    status: messagingServiceSid ? 'accepted' : 'queued',
    errorCode: null,
    at: new Date(),
  }
}

/** The shape of the specification, `twilio_api_v2010.json`: the numbers of media and segments are strings. */
export function messageJson(message: FakeMessage) {
  const path = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`
  return {
    sid: message.sid,
    account_sid: message.accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(message.at),
    date_sent: ['accepted', 'queued'].includes(message.status) ? null : rfc2822(message.at),
    date_updated: rfc2822(message.at),
    direction: 'outbound-api',
    error_code: message.errorCode,
    error_message: null,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(message.media.length),
    num_segments: message.media.length > 0 ? '1' : message.from ? segments(message.body) : '0',
    price: null,
    price_unit: 'USD',
    status: message.status,
    subresource_uris: { media: `${path}/Media.json` },
    to: message.to,
    uri: `${path}.json`,
  }
}

export function accountJson(accountSid: string) {
  return {
    sid: accountSid,
    friendly_name: 'A fake account',
    status: 'active',
    type: 'Full',
    date_created: rfc2822(new Date()),
  }
}

/** Newest first, as Twilio lists them; `DateSent>` is a day, included. */
export function listJson(accountSid: string, messages: FakeMessage[], query: URLSearchParams) {
  const [to, since] = [query.get('To'), query.get('DateSent>')?.slice(0, 10)]
  const [size, index] = [Number(query.get('PageSize') ?? 50), Number(query.get('Page') ?? 0)]
  const found = messages
    .filter((each) => each.accountSid === accountSid && (!to || each.to === to))
    .filter((each) => !since || each.at.toISOString().slice(0, 10) >= since)
    .toReversed()
  const next = new URLSearchParams(query)
  next.set('Page', String(index + 1))
  const nextUri = `/2010-04-01/Accounts/${accountSid}/Messages.json?${next.toString()}`
  return {
    messages: found.slice(index * size, (index + 1) * size).map(messageJson),
    page: index,
    page_size: size,
    next_page_uri: found.length > (index + 1) * size ? nextUri : null,
  }
}

export function newSid(prefix: string): string {
  return prefix + randomBytes(16).toString('hex')
}

/** As if every text were in GSM-7. */
function segments(body: string): string {
  return String(body.length <= 160 ? 1 : Math.ceil(body.length / 153))
}

function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}
