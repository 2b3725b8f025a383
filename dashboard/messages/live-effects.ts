import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { api, ok } from '../api/client.ts'
import { useFirstWelcome, useLive, useLiveEvents, useLiveStatus } from '../api/live-context.ts'
import type { LiveEvent } from '../api/live.ts'
import { useSession } from '../api/session.ts'
import { sendQueue, sendTools } from './sending/sending.ts'
import { keepMessage } from './threads/message-cache.ts'
import { messagesIn, readMessage } from './threads/message-rows.ts'
import type { Message } from './threads/message-rows.ts'
import { messagesQuery } from './threads/thread-queries.ts'
import { rememberRow } from './threads/recent-rows.ts'

/** Keeps the threads that were read as they are now, and sends what waits. Stands once, for whoever is signed in. */
export function useMessageEffects(): void {
  const queries = useQueryClient()
  const live = useLive()
  const status = useLiveStatus()
  const { user } = useSession()
  useLiveEvents((events) => {
    for (const event of events) take(queries, event)
  })
  useFirstWelcome(() => {
    for (const kind of keptByStream) again(queries, [kind])
  })
  useEffect(() => {
    // Where the server is on this very machine, it can be reached without a network.
    const mayReach = () => navigator.onLine || live.status === 'live'
    void sendQueue.start(user.id, sendTools(queries, mayReach))
    return () => sendQueue.stop()
  }, [queries, live, user.id])
  useEffect(() => {
    if (status === 'live') sendQueue.wake()
  }, [status])
  useEffect(() => {
    const wake = () => sendQueue.wake()
    addEventListener('online', wake)
    return () => removeEventListener('online', wake)
  }, [])
}

const keptByStream = [
  'messages',
  'conversation-notes',
  'conversation-activity',
  'conversation-csat',
  'scheduled-messages',
]

function take(queries: QueryClient, event: LiveEvent): void {
  const [noun] = event.type.split('.', 1)
  const conversationId = conversationOf(event)
  if (noun === 'message') takeMessage(queries, event)
  else if (noun === 'attachment') takeFile(queries, event)
  else if (noun === 'scheduledMessage') again(queries, ['scheduled-messages', conversationId])
  else if (noun === 'note' && conversationId) again(queries, ['conversation-notes', conversationId])
  else if (noun === 'csat') again(queries, ['conversation-csat', conversationId])
  else if (noun === 'template' || noun === 'templateCategory') again(queries, ['saved-replies'])
  else if (noun === 'user') again(queries, ['users'])
  else if (noun === 'channel') again(queries, ['writing'])
  else if (noun === 'contact') takeContact(queries, event)
  else if (noun === 'conversation') takeConversation(queries, event)
}

function takeMessage(queries: QueryClient, { type, data }: LiveEvent): void {
  const message = readMessage(data)
  if (!message || type === 'message.refused' || type === 'message.ignored') return
  rememberRow(message)
  keepMessage(queries, message)
  if (data['hasAttachments'] === true && lacksFiles(queries, message))
    void refresh(queries, message.conversationId, message._id)
  // The window of a page opens again when the contact writes.
  if (type === 'message.received' && message.channelType === 'facebook')
    again(queries, ['writing', message.conversationId])
}

function lacksFiles(queries: QueryClient, { conversationId, _id }: Message): boolean {
  const known = messagesIn(queries.getQueryData(messagesQuery(conversationId).queryKey)).find(
    (each) => each._id === _id,
  )
  return known?.attachments.length === 0
}

/** An event says nothing of files: who shows the thread asks. */
async function refresh(queries: QueryClient, conversationId: string, id: string): Promise<void> {
  if (!queries.getQueryState(['messages', conversationId])) return
  const message = await ok(api.GET('/api/messages/{id}', { params: { path: { id } } })).catch(() => undefined)
  if (message) keepMessage(queries, message)
}

function takeFile(queries: QueryClient, { data }: LiveEvent): void {
  const { conversationId, messageId } = data
  if (typeof conversationId === 'string' && typeof messageId === 'string')
    void refresh(queries, conversationId, messageId)
}

const standings = new Set([
  'contact.optedOut',
  'contact.optedIn',
  'contact.blocked',
  'contact.unblocked',
  'contact.updated',
])

function takeContact(queries: QueryClient, { type }: LiveEvent): void {
  if (!standings.has(type)) return
  again(queries, ['writing'])
  again(queries, ['conversation-activity'])
}

const unseenChanges = new Set(['conversation.seen', 'conversation.unseen'])

function takeConversation(queries: QueryClient, { type, subjectId }: LiveEvent): void {
  if (unseenChanges.has(type)) return
  again(queries, ['conversation-activity', subjectId])
  const isRearranged = ['conversation.merged', 'conversation.parted', 'conversation.moved'].includes(type)
  if (!isRearranged) return
  for (const kind of ['messages', 'conversation-notes', 'scheduled-messages', 'writing'])
    again(queries, [kind, subjectId])
}

function conversationOf({ data }: LiveEvent): string | undefined {
  return typeof data['conversationId'] === 'string' ? data['conversationId'] : undefined
}

/** Asked for again where it is shown, and when it is shown again where it was read before. */
function again(queries: QueryClient, queryKey: readonly unknown[]): void {
  void queries.invalidateQueries({ queryKey: queryKey.filter((part) => part !== undefined) })
}
