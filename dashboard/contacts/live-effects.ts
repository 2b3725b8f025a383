import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'

import { useLiveEvents, useLiveFrames } from '../api/live-context.ts'
import type { LiveEvent } from '../api/live.ts'
import { dropContacts, patchContacts } from './contact-cache.ts'
import { keys } from './contact-queries.ts'
import type { Contact } from './contact.ts'
import { countNews } from './contact-news.ts'

/** Keeps what is shown of contacts as it is on the server. Stands once in the window. */
export function useContactEffects(): void {
  const queries = useQueryClient()
  useLiveEvents((events) => applyEvents(events, queries))
  useLiveFrames(({ type, subjectId }) => {
    if (type === 'contact.hidden' && typeof subjectId === 'string') forget(queries, [subjectId])
  })
}

/** Many at once: what is read again because of them is read once. */
function applyEvents(events: readonly LiveEvent[], queries: QueryClient): void {
  const stale = new Map<string, readonly unknown[]>()
  const mark = (key: readonly unknown[]) => stale.set(key.join('/'), key)
  for (const event of events) {
    applyToContacts(event, queries)
    for (const key of keysOf(event)) mark(key)
  }
  for (const queryKey of stale.values()) void queries.invalidateQueries({ queryKey })
}

function applyToContacts({ type, subjectId, data }: LiveEvent, queries: QueryClient): void {
  if (type === 'contact.created') countNews(1)
  if (type === 'contact.deleted' || type === 'contact.erased') forget(queries, [subjectId])
  if (type === 'contact.merged' && typeof data['sourceId'] === 'string') forget(queries, [data['sourceId']])
  if (type === 'contact.updated') patchContacts(queries, new Set([subjectId]), (contact) => withRow(contact, data))
  if (type === 'message.received' && typeof data['contactId'] === 'string') {
    const lastMessageTime = String(data['createdAt'] ?? new Date().toISOString())
    patchContacts(queries, new Set([data['contactId']]), (contact) => ({ ...contact, lastMessageTime }))
  }
}

const rowFields =
  'firstName lastName phoneNumber secondaryPhoneNumber email status pipelineStage userId assignees tags source optedOut blockedAt verifiedAt updatedAt'.split(
    ' ',
  )

/** The log keeps contacts as rows: of what a list shows, the fields are the same. */
function withRow(contact: Contact, row: Record<string, unknown>): Contact {
  const known = Object.fromEntries(rowFields.filter((name) => name in row).map((name) => [name, row[name]]))
  const custom = (row['customFields'] ?? {}) as Record<string, unknown>
  return { ...contact, ...known, ...custom, isBlocked: (row['blockedAt'] ?? null) !== null }
}

/** Also where it is open: whoever may not see it any more is told that it is not here. */
function forget(queries: QueryClient, ids: string[]): void {
  dropContacts(queries, new Set(ids))
  for (const id of ids) {
    void queries.resetQueries({ queryKey: keys.one(id) })
    queries.removeQueries({ queryKey: ['contacts', 'of', id], type: 'inactive' })
  }
}

/** What was read and is old by now. */
function keysOf({ type, subjectId, data }: LiveEvent): Array<readonly unknown[]> {
  const [noun] = type.split('.', 1)
  const contactId = typeof data['contactId'] === 'string' ? data['contactId'] : undefined
  if (noun === 'contact') {
    return [
      keys.one(subjectId),
      keys.of(subjectId, 'timeline'),
      keys.of(subjectId, 'consent'),
      ...(type.includes('merge') ? [keys.duplicates, ['contacts', 'of', subjectId]] : []),
    ]
  }
  if (noun === 'pipeline') return [keys.setting('pipelines')]
  if (noun === 'contactSections') return [keys.setting('sections')]
  if (noun === 'user') return [keys.setting('colleagues')]
  if (noun === 'duplicate') return [keys.duplicates, ...reviewKeys(data)]
  if (!contactId) return []
  const parts = partsOf[noun ?? ''] ?? []
  return parts.map((part) => keys.of(contactId, part))
}

const partsOf: Record<string, string[]> = {
  note: ['notes', 'timeline', 'files'],
  reaction: ['notes'],
  document: ['files', 'timeline'],
  reminder: ['reminders'],
  conversation: ['conversations', 'timeline'],
  attachment: ['files'],
  csat: ['timeline'],
}

function reviewKeys(data: Record<string, unknown>): Array<readonly unknown[]> {
  return ['sourceContactId', 'candidateContactId'].flatMap((name) => {
    const id = data[name]
    return typeof id === 'string' ? [keys.of(id, 'reviews')] : []
  })
}
