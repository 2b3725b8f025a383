import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

import { api, ok } from '../../api/client.ts'
import { ApiError } from '../../api/errors.ts'
import { uploadFile } from '../composing/upload-file.ts'
import { texts } from '../texts.ts'
import { keepMessage } from '../threads/message-cache.ts'
import { notesQuery } from '../threads/thread-queries.ts'
import type { SendEntry } from './entries.ts'
import { doActions } from './reply-actions.ts'
import { entryStore } from './entry-store.ts'
import { SendQueue } from './send-queue.ts'
import type { SendTools } from './send-queue.ts'

export const sendQueue = new SendQueue()

const otherTabs = new BroadcastChannel('tether sends')

/** What was said here and is not known to have arrived. */
export function useSendEntries(): readonly SendEntry[] {
  return useSyncExternalStore(sendQueue.subscribe, sendQueue.entries)
}

export function sendTools(queries: QueryClient, mayReach: () => boolean): SendTools {
  return {
    store: entryStore,
    deliver: async (entry, keep) => {
      const ready = await uploadFiles(entry, keep)
      await (ready.kind === 'note' ? deliverNote(queries, ready) : deliverMessage(queries, ready))
    },
    troubleOf,
    uncertain: { code: 'uncertain', message: texts.uncertain },
    exclusively,
    later: (work, milliseconds) => void setTimeout(work, milliseconds),
    mayReach,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is no window: a channel never leaves its origin
    tellOthers: (clientId) => otherTabs.postMessage(clientId),
    hearOthers: (effect) => {
      const hear = ({ data }: MessageEvent) => effect(String(data))
      otherTabs.addEventListener('message', hear)
      return () => otherTabs.removeEventListener('message', hear)
    },
  }
}

/** What was attached without a network: each file once, whatever breaks in between. */
async function uploadFiles(entry: SendEntry, keep: (changed: SendEntry) => Promise<void>): Promise<SendEntry> {
  let { files } = entry
  for (const [index, file] of entry.files.entries()) {
    if (file.key !== null || !file.blob) continue
    const { key, signedUrl: url } = await uploadFile(file.blob, () => undefined, new AbortController().signal)
    const { blob: _blob, ...rest } = file
    files = files.with(index, { ...rest, key, url })
    await keep({ ...entry, files })
  }
  return { ...entry, files }
}

/** Over plain http a browser has no locks: then the key of each message alone keeps two tabs from sending it twice. */
async function exclusively(name: string, work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request(`tether sends ${name}`, work)
  else await work()
}

async function deliverMessage(queries: QueryClient, entry: SendEntry): Promise<void> {
  const { clientId, conversationId, content, files, undoSeconds, replyToId, actions } = entry
  const attachments = files.flatMap(({ key }) => key ?? [])
  const body = {
    clientId,
    conversationId,
    ...(content.trim() === '' ? {} : { content }),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(undoSeconds > 0 ? { undoSeconds } : {}),
    ...(replyToId ? { replyToId } : {}),
  }
  const message = await ok(api.POST('/api/messages/send', { body, headers: { 'idempotency-key': clientId } }))
  keepMessage(queries, message)
  if (actions) await doActions(conversationId, entry.userId, actions)
}

async function deliverNote(queries: QueryClient, entry: SendEntry): Promise<void> {
  const { clientId, conversationId: id, content, files, mentions } = entry
  const attachments = files.flatMap(({ key }) => (key ? { key } : []))
  const body = { content, mentions, ...(attachments.length > 0 ? { attachments } : {}) }
  const note = await ok(
    api.POST('/api/conversation/{id}/notes', {
      params: { path: { id } },
      body,
      headers: { 'idempotency-key': clientId },
    }),
  )
  const { queryKey } = notesQuery(id)
  queries.setQueryData(queryKey, (pages) => {
    const [newest, ...older] = pages?.pages ?? []
    if (!pages || !newest || newest.notes.some(({ _id }) => _id === note._id)) return pages
    return { ...pages, pages: [{ ...newest, notes: [...newest.notes, note] }, ...older] }
  })
}

function troubleOf(error: unknown) {
  if (!(error instanceof ApiError)) return { code: 'unexpected', message: texts.unexpected, isPassing: false }
  const { status, code, message } = error
  // Signed out meanwhile: it waits until somebody signs in again.
  const isPassing = status === 0 || status === 401 || status === 429 || status >= 500 || code === 'request_in_progress'
  return { code, message, isPassing }
}
