import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { InfiniteData } from '@tanstack/react-query'

import { api, ok, upload } from '../api/client.ts'
import { useLiveEvents } from '../api/live-context.ts'
import { showToast } from '../ui/toasts.ts'
import { threadQuery } from './queries.ts'
import type { Channel, Line, Thread } from './queries.ts'

export interface Said {
  body: string
  files: File[]
}

/** Whoever is played: the address, and the name if it was given here. */
export interface Player {
  contact: string
  name?: string | undefined
}

/** The thread on somebody's phone, kept up to date, and what somebody does there. */
export function usePhone(channel: Channel, { contact, name }: Player) {
  const queries = useQueryClient()
  const options = threadQuery(channel._id, contact)
  const isPage = channel.type === 'facebook'
  // Only pages show that somebody writes, and that is in no event.
  const thread = useInfiniteQuery({ ...options, refetchInterval: isPage ? 2500 : false })
  const refresh = () => queries.invalidateQueries({ queryKey: ['simulator'] })
  useLiveEvents((events) => {
    if (events.some(({ type, data }) => type.startsWith('message.') && data['channelId'] === channel._id))
      void refresh()
  })
  const writing = useMutation({
    mutationFn: async ({ body, files }: Said) => {
      const attachments = await Promise.all(files.map(keyOf))
      const message = { from: contact, to: channel.identifier, body, attachments, ...(name ? { name } : {}) }
      return ok(api.POST('/api/simulator/inbound', { body: message }))
    },
    onMutate: async ({ body, files }) => {
      await queries.cancelQueries({ queryKey: options.queryKey })
      const media = files.map((file) => ({ url: URL.createObjectURL(file), contentType: file.type, name: file.name }))
      queries.setQueryData(options.queryKey, (before) => withLine(before, body, media))
      return media
    },
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
    onSettled: async (_answer, _error, _said, media) => {
      await refresh()
      for (const { url } of media ?? []) URL.revokeObjectURL(url)
    },
  })
  const lines = (thread.data?.pages ?? []).flatMap(({ messages }) => messages).toReversed()
  return { thread, lines, isTyping: thread.data?.pages[0]?.isTyping ?? false, writing, refresh: () => void refresh() }
}

type Threads = InfiniteData<Thread>

/** It stands there at once; the server's own takes its place. */
function withLine(before: Threads | undefined, body: string, media: Line['media']): Threads | undefined {
  const [first, ...others] = before?.pages ?? []
  if (!before || !first) return before
  const at = new Date().toISOString()
  const said = { _id: `waiting ${at}`, isFromPhone: true, body, createdAt: at }
  const line: Line = { ...said, media, messageId: null, reaction: null, replyTo: null }
  return { ...before, pages: [{ ...first, messages: [line, ...first.messages] }, ...others] }
}

async function keyOf(file: File): Promise<string> {
  const form = new FormData()
  form.append('files', file)
  const { files } = await upload<{ files: { key: string }[] }>('/api/upload', form)
  return files[0]?.key ?? ''
}
