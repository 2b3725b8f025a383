import type { TSchema } from 'typebox'

export type ChannelType = 'sms' | 'facebook' | 'webchat'

/** A channel as its connector needs it: the address, what was configured, and the opened secrets. */
export interface Connection {
  organizationId: string
  channelId: string
  identifier: string
  settings: Record<string, unknown>
  credentials: Record<string, unknown>
  /** Where the provider reaches us, without a slash at the end. */
  publicUrl: string
}

/** One message on its way out. The attempt's id travels with it and comes back in the receipts. */
export interface Draft {
  attemptId: string
  to: string
  content: string
  /** What goes with it, to be fetched by the provider: these addresses are good for hours. */
  media?: Media[]
  /** The provider's id of the message that it answers. */
  replyTo?: string | null
  /** Said by a person after the time in which everybody may write. */
  isLate?: boolean
}

export interface Media {
  url: string
  contentType: string
}

/** What a channel carries in one message besides text. */
export interface AttachmentLimits {
  most: number
  /** A message is a text or a file, never both. */
  isAlone?: true
  /** Of all of them together. */
  mostBytes: number
  /** Of a picture alone, where that is less. */
  mostBytesOfPicture?: number
  isAccepted: (contentType: string) => boolean
}

/**
 * What became of a call of the provider. `throttled` is said only where the provider has certainly not taken the message;
 * whenever it might have, the outcome is `unknown`, and the message is not sent again by itself. `halted` is said where nothing
 * is taken before somebody has mended the channel: its messages wait for that.
 */
export type Outcome =
  | { kind: 'accepted'; providerMessageId: string; segments?: number }
  | { kind: 'rejected'; error: DeliveryError }
  | { kind: 'throttled'; retryAfterSeconds?: number }
  | { kind: 'halted'; error: DeliveryError }
  | { kind: 'unknown'; error: DeliveryError }

export interface DeliveryError {
  /** The provider's own code, or ours in snake_case where there is none. */
  code: string
  /** What a person should know and do. */
  message: string
  /** The contact does not want messages on this channel type. */
  isOptOut?: true
  /** The channel itself is broken until somebody mends it: bad credentials, a suspended account. */
  isChannelTrouble?: true
}

/** A message that a contact sent. */
export interface Inbound {
  kind: 'inbound'
  providerMessageId: string
  from: string
  to: string
  content: string
  attachments: Media[]
  /** What the provider says of whoever wrote; a contact that is made for it begins with this. */
  sender?: { firstName?: string; lastName?: string; email?: string }
  /** The provider's id of the message that it answers. */
  replyTo?: string
  /** What the contact asked for, where the provider has understood and answered it already. */
  keyword?: 'stop' | 'start' | 'help'
  /** When it was written, where the provider tells that: it may be long ago. */
  at?: Date
  /** What the contact was told at once, because nobody is there. */
  awayMessage?: string
}

/** What the provider tells of a message that we sent; it may come late, twice and in any order. */
export interface Receipt {
  kind: 'receipt'
  attemptId?: string
  providerMessageId: string
  status: 'sent' | 'delivered' | 'read' | 'failed'
  /** The provider's own word for it. */
  providerStatus: string
  error?: DeliveryError
}

/** All that we sent to this address until then has come so far; some providers tell it only so. */
export interface Watermark {
  kind: 'watermark'
  from: string
  status: 'delivered' | 'read'
  until: Date
}

/** What was said to somebody in our name: by us, or by a person or program elsewhere. */
export interface Echo {
  kind: 'echo'
  providerMessageId: string
  /** Ours, if it was us. */
  attemptId?: string
  to: string
  content: string
  attachments: Media[]
  replyTo?: string
  at: Date
}

/** Null takes back what was there. */
export interface Reaction {
  kind: 'reaction'
  providerMessageId: string
  emoji: string | null
  at: Date
}

/** A contact has changed what it had written. */
export interface Edit {
  kind: 'edit'
  providerMessageId: string
  content: string
  at: Date
}

/** By what way somebody came. */
export interface Referral {
  kind: 'referral'
  from: string
  isAd: boolean
  /** In words, for the people who answer. */
  description: string
  at: Date
}

/** What the provider says of the channel itself; null: it is well again. */
interface Notice {
  kind: 'notice'
  trouble: string | null
}

/** Anything that a provider tells on its own account. */
export type Happening = Inbound | Receipt | Watermark | Echo | Reaction | Edit | Referral | Notice

/** What the provider says of a person. */
export interface Profile {
  firstName?: string
  lastName?: string
  pictureUrl?: string
}

/** A request of a provider, as it came: what was signed are these very bytes. */
export interface ProviderRequest {
  /** Path and query. */
  url: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** How a provider calls us. Nothing of a request is believed before `isGenuine` has said yes. */
export interface Webhooks {
  isGenuine: (connection: Connection, request: ProviderRequest) => boolean
  /** Undefined where the request holds no message. */
  readInbound: (request: ProviderRequest, connection: Connection) => Inbound | undefined
  /** Undefined where the request holds no news. */
  readReceipt: (request: ProviderRequest, attemptId: string | undefined) => Receipt | undefined
}

/** Translates between a provider and us, and stores nothing. */
export interface Connector {
  type: ChannelType
  provider: string
  /** What a channel must be configured with; the credentials are encrypted and never shown again. */
  settings: TSchema
  credentials: TSchema
  /** In characters. */
  maxLength: number
  /** The channel's address as it is kept; throws `invalid` where it cannot be one. In `country` a number may lack its prefix. */
  identify: (identifier: string | undefined, country: string) => string
  /** Addresses besides the identifier that lead to the channel, such as a messaging service. */
  routes: (
    settings: Record<string, unknown>,
    channel: { identifier: string; credentials: Record<string, unknown> },
  ) => string[]
  messagesPerSecond: (settings: Record<string, unknown>) => number
  countSegments: (content: string, attachments?: number) => number
  /** Whether the contact sees which message another one answers. */
  hasQuotes?: true
  /** Undefined where it carries none. */
  attachments?: AttachmentLimits
  /** Never throws for what the provider or the network does: that is an outcome. */
  send: (connection: Connection, draft: Draft, signal: AbortSignal) => Promise<Outcome>
  /** Asks the provider for a message whose outcome is unknown; undefined where it knows of none. */
  lookUp: (
    connection: Connection,
    message: { to: string; content: string; since: Date },
  ) => Promise<Receipt | undefined>
  /** Asks how far a message has come that the provider took; undefined where it knows of none. Missing where none can be asked. */
  lookUpById?: (connection: Connection, providerMessageId: string) => Promise<Receipt | undefined>
  /** Whether the provider accepts the credentials, in words for the person who configures the channel. */
  test: (connection: Connection) => Promise<{ isWorking: boolean; message: string }>
  webhooks?: Webhooks
  /** Shows a contact that somebody is writing to it; never throws. */
  showTyping?: (connection: Connection, to: string) => Promise<void>
  /** Undefined where it tells nothing of this one; throws where it could not be asked. */
  readProfile?: (connection: Connection, address: string) => Promise<Profile | undefined>
  /** Fetches what a contact attached; throws where it cannot be had. */
  fetchAttachment: (connection: Connection, url: string) => Promise<{ bytes: Buffer; contentType: string }>
}
