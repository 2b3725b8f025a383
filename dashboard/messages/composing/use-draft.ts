import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { nowText } from '../../ui/clock.ts'
import { usePeople } from '../threads/people.ts'
import { keepLocalDraft, onDraftElsewhere, readLocalDraft } from './local-drafts.ts'
import type { LocalDraft } from './local-drafts.ts'

const pauseMilliseconds = 1500

export interface DraftState {
  content: string
  isNote: boolean
  replyToId?: string | undefined
  actions?: LocalDraft['actions']
  /** Since when there is something. */
  startedAt: string | undefined
  write: (changes: Partial<Pick<LocalDraft, 'content' | 'isNote' | 'replyToId' | 'actions'>>) => void
  clear: () => void
}

/** What is being written: on this machine at once, and on the server, for other devices, after a pause. */
export function useDraft(conversationId: string): DraftState {
  const { me: userId } = usePeople()
  const [draft, setDraft] = useState(
    () => readLocalDraft(conversationId, userId) ?? { userId, content: '', isNote: false, updatedAt: '' },
  )
  const [startedAt, setStartedAt] = useState(() => (draft.content === '' ? undefined : draft.updatedAt || undefined))
  const [isTouched, setIsTouched] = useState(false)
  const save = useServerDraft(conversationId)
  const { data: kept } = useQuery({
    queryKey: ['draft', conversationId],
    queryFn: async ({ signal }) =>
      (await ok(api.GET('/api/conversation/{id}/draft', { params: { path: { id: conversationId } }, signal }))).draft,
    staleTime: 0,
    gcTime: 60_000,
  })
  const [taken, setTaken] = useState<unknown>(undefined)
  if (kept !== undefined && kept !== taken && !isTouched) {
    setTaken(kept)
    // Begun on another device, and later than what is here.
    if (kept && kept.updatedAt > draft.updatedAt) {
      setDraft({ ...kept, userId })
      setStartedAt(kept.updatedAt)
    }
  }
  // One person writes in one tab at a time: the others show the same, and nothing once it is sent.
  const follow = useEffectEvent(() => {
    const found = readLocalDraft(conversationId, userId)
    setIsTouched(true)
    setDraft(found ?? { ...draft, content: '' })
    setStartedAt((since) => (found ? (since ?? found.updatedAt) : undefined))
    save(undefined)
  })
  useEffect(() => onDraftElsewhere(conversationId, () => follow()), [conversationId])
  const become = (next: LocalDraft) => {
    setIsTouched(true)
    setDraft(next)
    setStartedAt((since) => (next.content.trim() === '' ? undefined : (since ?? next.updatedAt)))
    keepLocalDraft(conversationId, next)
    save(next)
  }
  return {
    ...draft,
    startedAt,
    write: (changes) => become({ ...draft, ...changes, updatedAt: nowText() }),
    clear: () => become({ ...draft, content: '', replyToId: undefined, actions: undefined, updatedAt: nowText() }),
  }
}

/** Saves the newest words after a pause, and before one leaves. What the network loses is saved with the next words. */
function useServerDraft(conversationId: string): (draft: LocalDraft | undefined) => void {
  const queries = useQueryClient()
  const waiting = useRef<{ draft: LocalDraft; timer: ReturnType<typeof setTimeout> }>(undefined)
  const lastSaved = useRef<string>(undefined)
  const flush = () => {
    const { draft, timer } = waiting.current ?? {}
    clearTimeout(timer)
    waiting.current = undefined
    if (!draft) return
    const { content, isNote } = draft
    const isEmpty = content.trim() === ''
    if (isEmpty && lastSaved.current === '') return
    lastSaved.current = isEmpty ? '' : content
    const call = { params: { path: { id: conversationId } }, body: { content: content.slice(0, 10_000), isNote } }
    ok(api.PUT('/api/conversation/{id}/draft', call))
      .then((answer) => queries.setQueryData(['draft', conversationId], answer.draft))
      .catch(() => (lastSaved.current = undefined))
  }
  const latestFlush = useRef(flush)
  useEffect(() => {
    latestFlush.current = flush
  })
  useEffect(() => {
    const leave = () => latestFlush.current()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
  return (draft) => {
    clearTimeout(waiting.current?.timer)
    waiting.current = undefined
    // Another tab saves it.
    if (!draft) return
    // What was sent is gone everywhere at once.
    const pause = draft.content.trim() === '' ? 0 : pauseMilliseconds
    waiting.current = { draft, timer: setTimeout(() => latestFlush.current(), pause) }
  }
}
