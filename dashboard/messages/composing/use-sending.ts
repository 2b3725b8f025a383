import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { RefObject } from 'react'

import { api, ok } from '../../api/client.ts'
import { useLiveStatus } from '../../api/live-context.ts'
import type { Schema } from '../../api/shapes.ts'
import { nowText } from '../../ui/clock.ts'
import { dateTime } from '../../ui/format.ts'
import { showToast } from '../../ui/toasts.ts'
import { announce } from '../../ui/use-announce.tsx'
import type { SendEntry } from '../sending/entries.ts'
import { sendQueue } from '../sending/sending.ts'
import { undoSend } from '../sending/undo.ts'
import { usePeople } from '../threads/people.ts'
import { scheduledQuery } from '../threads/thread-queries.ts'
import { composerTexts as texts } from './composer-texts.ts'
import { mentionedIn } from './mentions.ts'
import { usePreferences } from './preferences.ts'
import { useConflict } from './use-conflict.ts'
import type { DraftState } from './use-draft.ts'
import type { Uploads } from './use-uploads.ts'
import { openVariableIn } from './variables.ts'

interface Written {
  conversation: Schema<'InboxConversation'>
  draft: DraftState
  files: Uploads
  writing: Schema<'Writing'> | undefined
  area: RefObject<HTMLTextAreaElement | null>
}

export interface Conflict {
  text: string
  /** Somebody pressed send: now they are asked. */
  isAsking: boolean
  sendAnyway: () => void
  keepWriting: () => void
}

export interface Sending {
  canSend: boolean
  /** What stands in the way of sending, in words. */
  obstacle: string | undefined
  conflict: Conflict | undefined
  /** `andThen` is what is done with the conversation once it is on its way. */
  send: (how?: { andThen?: (() => void) | undefined; isSure?: boolean }) => void
  schedule: (at: Date) => void
  undo: (() => void) | undefined
}

/** From the press to the queue: what is in the way is said, what was sent can be taken back for some seconds. */
export function useSending({ conversation, draft, files, writing, area }: Written): Sending {
  const { _id: conversationId } = conversation
  const { me, colleagues } = usePeople()
  const { undoSeconds } = usePreferences()
  const { undo, offerUndo } = useUndo(draft.content === '')
  const conflict = useConflict(conversationId, draft.isNote ? undefined : draft.startedAt)
  const [asked, setAsked] = useState<{ about: string; andThen: (() => void) | undefined }>()
  const [waived, setWaived] = useState<string>()
  const clear = () => {
    draft.clear()
    files.clear()
    setAsked(undefined)
    setWaived(undefined)
  }
  const schedule = useSchedule(conversationId, draft, files, clear)
  const obstacle = obstacleOf(draft, files, writing)
  const isRefused = !draft.isNote && Boolean(writing?.refusal)
  const canSend = obstacle === undefined && !isRefused && hasAnything(draft, files)

  const send: Sending['send'] = ({ andThen, isSure = false } = {}) => {
    if (!canSend) return refuse(draft, obstacle, area)
    if (conflict !== undefined && conflict !== waived && !isSure) return setAsked({ about: conflict, andThen })
    const entry: SendEntry = {
      clientId: crypto.randomUUID(),
      kind: draft.isNote ? 'note' : 'message',
      conversationId,
      userId: me,
      content: draft.content.trim(),
      files: files.uploads.flatMap(({ sent }) => sent ?? []),
      // A note answers nobody outside, and does nothing besides.
      ...(draft.isNote ? {} : { replyToId: draft.replyToId, actions: draft.actions }),
      mentions: draft.isNote ? mentionedIn(draft.content, colleagues).map(({ _id }) => _id) : [],
      undoSeconds: draft.isNote ? 0 : undoSeconds,
      createdAt: nowText(),
      state: 'waiting',
      wasTried: false,
    }
    clear()
    sendQueue.add(entry)
    offerUndo(entry)
    andThen?.()
  }
  const isOpenConflict = conflict !== undefined && conflict !== waived
  return {
    canSend,
    obstacle,
    send,
    schedule: (at) => (canSend ? schedule(at) : refuse(draft, obstacle, area)),
    undo,
    conflict: isOpenConflict
      ? {
          text: conflict,
          isAsking: asked?.about === conflict,
          sendAnyway: () => send({ andThen: asked?.andThen, isSure: true }),
          keepWriting: () => {
            setWaived(conflict)
            area.current?.focus()
          },
        }
      : undefined,
  }
}

function hasAnything({ content, isNote }: DraftState, { uploads }: Uploads): boolean {
  return content.trim() !== '' || (!isNote && uploads.length > 0)
}

function obstacleOf(
  { content, isNote }: DraftState,
  { uploads }: Uploads,
  writing: Written['writing'],
): string | undefined {
  if (uploads.some(({ state }) => state === 'uploading')) return texts.waitForFiles
  if (uploads.some(({ state }) => state === 'failed')) return texts.failedFiles
  const open = isNote ? undefined : openVariableIn(content)
  if (open) return texts.variableMissing(`{{${open.name}}}`)
  const over = content.trim().length - (isNote ? 10_000 : writing?.maxLength || 10_000)
  return over > 0 ? texts.tooLong(over) : undefined
}

/** What stands in the way is said, and shown where it is. */
function refuse({ content }: DraftState, obstacle: string | undefined, area: Written['area']): void {
  area.current?.focus()
  if (obstacle === undefined) return
  announce(obstacle, { isUrgent: true })
  const open = openVariableIn(content)
  if (open) area.current?.setSelectionRange(open.start, open.end)
}

/** As long as it is held back, and nothing else was begun, its key takes it back. */
function useUndo(isEmpty: boolean): { undo: (() => void) | undefined; offerUndo: (entry: SendEntry) => void } {
  const queries = useQueryClient()
  const isLost = useLiveStatus() === 'lost'
  const [offered, setOffered] = useState<{ entry: SendEntry; takeBack: () => void; dismiss: () => void }>()
  useEffect(() => {
    if (!offered) return undefined
    const timer = setTimeout(() => setOffered(undefined), offered.entry.undoSeconds * 1000)
    return () => clearTimeout(timer)
  }, [offered])
  const offerUndo = (entry: SendEntry) => {
    if (entry.undoSeconds === 0) return
    const onAction = () => {
      setOffered(undefined)
      void undoSend(queries, entry)
    }
    // One at a time: the key takes back what was said last.
    offered?.dismiss()
    const action = { label: texts.undoAction, onAction, keys: 'mod+z' }
    const dismiss = showToast({
      text: isLost ? texts.waitsToast : texts.sentToast,
      action,
      seconds: entry.undoSeconds,
      hasCountdown: true,
    })
    const takeBack = () => {
      dismiss()
      onAction()
    }
    setOffered({ entry, takeBack, dismiss })
  }
  return { undo: isEmpty ? offered?.takeBack : undefined, offerUndo }
}

function useSchedule(conversationId: string, draft: DraftState, files: Uploads, clear: () => void): (at: Date) => void {
  const queries = useQueryClient()
  const scheduling = useMutation({
    mutationFn: (at: Date) => {
      const attachments = files.uploads.flatMap(({ sent }) => sent?.key ?? [])
      if (attachments.length < files.uploads.length) throw new Error(texts.filesNeedNetwork)
      const content = draft.content.trim()
      const said = {
        ...(content ? { content } : {}),
        ...(attachments.length > 0 ? { attachments } : {}),
        ...(draft.replyToId ? { replyToId: draft.replyToId } : {}),
      }
      return ok(api.POST('/api/messages/send', { body: { conversationId, ...said, scheduledAt: at.toISOString() } }))
    },
    onSuccess: async (_scheduled, at) => {
      clear()
      showToast({ text: texts.scheduledFor(dateTime(at)), tone: 'success' })
      await queries.invalidateQueries({ queryKey: scheduledQuery(conversationId).queryKey })
    },
    onError: (error) => showToast({ text: texts.notScheduled(error.message), tone: 'danger' }),
  })
  return (at) => {
    if (!scheduling.isPending) scheduling.mutate(at)
  }
}
