/** What the server says to visitors: the shapes of `server/webchat/`. */

export interface Settings {
  key: string
  name: string
  color: string
  greeting: string | null
  position: 'left' | 'right'
  language: string
  files: { isOn: boolean; maxBytes: number; types: string[] }
  form: { isOn: boolean; fields: Array<{ name: FieldName; isRequired: boolean }>; consent: string | null }
  hours: { isOpen: boolean; opensAt: string | null; timeZone: string | null; awayMessage: string | null }
  identity: { isRequired: boolean }
}

export type FieldName = 'name' | 'email' | 'phone'

export interface Visitor {
  id: string
  isKnown: boolean
  name: string | null
  needsForm: boolean
}

export interface Session {
  webchatId: string
  /** Whether whoever was here before is the same person. */
  isContinued: boolean
  visitor: Visitor
  conversation: { isResolved: boolean; agent: { name: string } | null; isCsatAsked: boolean } | null
}

export interface Attachment {
  name: string
  contentType: string
  size: number
  url: string
  thumbnailUrl: string | null
}

export interface Message {
  id: string
  clientId: string | null
  isMine: boolean
  content: string
  files: Attachment[]
  author: { name: string } | null
  replyTo: { id: string; isMine: boolean; content: string } | null
  awayMessage: string | null
  status: 'sent' | 'delivered' | 'read'
  createdAt: string
}

export interface Uploaded {
  key: string
  name: string
  contentType: string
  size: number
}

export type LiveFrame =
  | { type: 'welcome' }
  | { type: 'message'; message: Message }
  | { type: 'typing'; isTyping: boolean }
  | { type: 'csat'; isAsked: boolean }
  | { type: 'conversation'; isResolved: boolean }
  | { type: 'ended'; code: string }

export const longestContent = 4000
