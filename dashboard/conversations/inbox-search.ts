import type { Schema } from '../api/shapes.ts'

/** What of the inbox stands in its address: a view, and what it is narrowed to. */
export interface InboxSearch {
  /** One of the views that everybody has, or the id of a saved one; `mine` where it is missing. */
  view?: string
  state?: 'open' | 'snoozed' | 'resolved' | 'all'
  channelType?: 'sms' | 'facebook' | 'webchat'
  channelId?: string
  assignee?: string
  owner?: string
  unread?: boolean
  waiting?: boolean
  waitingMinutes?: number
  optedOut?: boolean
  mentioned?: boolean
  followed?: boolean
  tag?: string
  status?: string
  search?: string
  text?: string
  /** Groups of conditions. */
  where?: Schema<'InboxWhere'>
  sort?: 'newest' | 'oldest' | 'waiting'
  /** The message that a link leads to. */
  message?: string
}

const choices = {
  state: ['open', 'snoozed', 'resolved', 'all'],
  channelType: ['sms', 'facebook', 'webchat'],
  sort: ['newest', 'oldest', 'waiting'],
} as const
const words = ['view', 'channelId', 'assignee', 'owner', 'tag', 'status', 'search', 'text', 'message'] as const
const switches = ['unread', 'waiting', 'optedOut', 'mentioned', 'followed'] as const

/** What cannot be read is left out: an address that somebody shortened still opens. */
export function readInboxSearch(search: Record<string, unknown>): InboxSearch {
  const read: Record<string, unknown> = {}
  for (const name of words) if (isWord(search[name])) read[name] = String(search[name])
  for (const name of switches) if (typeof search[name] === 'boolean') read[name] = search[name]
  for (const [name, allowed] of Object.entries(choices)) {
    if ((allowed as readonly unknown[]).includes(search[name])) read[name] = search[name]
  }
  if (Number.isInteger(search['waitingMinutes'])) read['waitingMinutes'] = search['waitingMinutes']
  if (isWhere(search['where'])) read['where'] = search['where']
  return read
}

/** The router reads digits as a number. */
function isWord(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
}

/** As far as it can be shown; the server says what is wrong with the rest. */
function isWhere(value: unknown): boolean {
  const { groups } = (value ?? {}) as { groups?: unknown }
  return (
    Array.isArray(groups) &&
    groups.every((group: unknown) => Array.isArray((group as { conditions?: unknown } | null)?.conditions))
  )
}
