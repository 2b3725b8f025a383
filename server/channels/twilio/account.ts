import type { Connection } from '../connector.ts'

/** A channel's configuration as Twilio needs it. */
export interface Account {
  /** Without a slash at the end. */
  baseUrl: string
  accountSid: string
  authorization: string
  messagingServiceSid: string | undefined
}

const defaultBaseUrl = 'https://api.twilio.com'

export function accountOf({ settings, credentials }: Connection): Account {
  const accountSid = String(credentials['accountSid'] ?? '')
  const secret = Buffer.from(`${accountSid}:${String(credentials['authToken'] ?? '')}`).toString('base64')
  return {
    baseUrl: (textIn(settings, 'apiBaseUrl') ?? defaultBaseUrl).replace(/\/+$/, ''),
    accountSid,
    authorization: `Basic ${secret}`,
    messagingServiceSid: textIn(settings, 'messagingServiceSid'),
  }
}

/** The account's resource in the API, followed by what is asked of it: `.json`, `/Messages.json`. */
export function resourceUrl(account: Account, rest: string): string {
  return `${account.baseUrl}/2010-04-01/Accounts/${encodeURIComponent(account.accountSid)}${rest}`
}

export function textIn(values: Record<string, unknown>, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
