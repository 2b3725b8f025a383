/** What the host page and the panel tell each other by postMessage, both ways with pinned origins. */

export interface Waiting {
  clientId: string
  content: string
  files: Array<{ key: string; name: string; contentType: string; size: number }>
  createdAt: string
}

/** What is kept in the host page's own storage: the frame's would be partitioned or cleared by browsers. */
export interface Kept {
  webchatId: string | null
  waiting: Waiting[]
}

export interface Look {
  color: string
  ink: string
  position: 'left' | 'right'
  direction: 'ltr' | 'rtl'
  labels: { open: string; close: string; panel: string; unread: string }
}

export interface Page {
  url: string
  title: string
  referrer: string
  language: string
}

export interface Wishes {
  language: string | null
  name: string | null
  greeting: string | null
  color: string | null
}

/** What a webchat would be like: shown to whoever configures it, and sent to nobody. */
export interface Draft {
  name: string
  color: string
  greeting: string | null
  position: 'left' | 'right'
  language: string
  hasFiles: boolean
  /** What to show of it: the chat, or the questions before it. */
  shows: 'chat' | 'form'
  form: { fields: Array<{ name: 'name' | 'email' | 'phone'; isRequired: boolean }>; consent: string | null }
  hours: { isOpen: boolean; awayMessage: string | null }
  /** Words to see the colours by. */
  sample: Array<{ isMine: boolean; content: string }>
}

export type ToPanel =
  | { type: 'start'; kept: Kept; page: Page; wishes: Wishes; identity: string | null; isOpen: boolean }
  | { type: 'kept'; kept: Kept }
  | { type: 'opened' | 'closed' }
  | { type: 'page'; page: Page }
  | { type: 'identify'; identity: string }
  | { type: 'language'; language: string }
  | { type: 'reset' }
  | { type: 'preview'; draft: Draft }

export type ToHost =
  /** The frame is not refused; whether there is a chat to show is not known yet. */
  | { type: 'here' }
  | { type: 'gone' }
  /** What only the page's developer can mend. */
  | { type: 'problem'; code: string; message: string }
  | { type: 'ready' }
  | { type: 'look'; look: Look }
  | { type: 'close' }
  | { type: 'recall' }
  | { type: 'session'; webchatId: string | null }
  | { type: 'forget' }
  | { type: 'wait'; waiting: Waiting }
  | { type: 'sent'; clientId: string }
  | { type: 'unread'; count: number; words: string }
  | { type: 'message'; message: { id: string; content: string; isMine: boolean; createdAt: string } }

export const mostWaiting = 100

/** Other scripts of the page speak over the same channel: only what carries our mark is ours. */
export function sealed(message: ToPanel | ToHost): { tether: ToPanel | ToHost } {
  return { tether: message }
}

export function unsealed(data: unknown): ToPanel | ToHost | undefined {
  return (data as { tether?: ToPanel | ToHost } | null)?.tether
}
