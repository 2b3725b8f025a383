import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react'

import type { Schema } from '../../api/shapes.ts'
import { classes } from '../../ui/classes.ts'
import { useCommand } from '../../ui/commands.ts'
import { FileDropZone } from '../../ui/file-drop.tsx'
import { showToast } from '../../ui/toasts.ts'
import { onTakeUp } from '../threads/take-up.ts'
import { AnswerBars } from './answer-bars.tsx'
import { ComposerFoot } from './composer-foot.tsx'
import { ComposerHead } from './composer-head.tsx'
import { composerTexts as texts } from './composer-texts.ts'
import { ComposerText } from './composer-text.tsx'
import { ConflictBar } from './conflict-bar.tsx'
import { RefusalNotice, WritingHints } from './writing-notices.tsx'
import { UploadTray } from './upload-tray.tsx'
import type { Leaving } from './leaving.ts'
import { useAnswering } from './use-answering.ts'
import { useDraft } from './use-draft.ts'
import { useFileRules } from './use-file-rules.ts'
import { useSending } from './use-sending.ts'
import { useUploads } from './use-uploads.ts'
import { useWriting } from './use-writing.ts'

const ScheduleDialog = lazy(() =>
  import('./schedule-dialog.tsx').then((module) => ({ default: module.ScheduleDialog })),
)

interface ComposerBoxProps {
  conversation: Schema<'InboxConversation'>
  leaving: Leaving
}

export function ComposerBox({ conversation, leaving }: ComposerBoxProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const draft = useDraft(conversation._id)
  const files = useUploads()
  const writing = useWriting(conversation._id)
  const [isChoosingTime, setIsChoosingTime] = useState(false)
  const refusal = draft.isNote ? null : (writing?.refusal ?? null)
  const rules = useFileRules(draft.isNote ? undefined : writing, files.uploads)
  const sending = useSending({ conversation, draft, files, writing, area })
  const setNote = (isNote: boolean) => {
    draft.write({ isNote })
    requestAnimationFrame(() => area.current?.focus())
  }
  useComposerCommands(setNote, sending, leaving.resolve)
  useTakenUp(conversation._id, draft, files, area)
  useAnswering(conversation._id, draft, area)
  return (
    <div className="border-t bg-surface px-3 pt-2 pb-3">
      {!draft.isNote && writing && <WritingHints writing={writing} />}
      {sending.conflict && <ConflictBar conflict={sending.conflict} />}
      <FileDropZone
        {...rules}
        isDisabled={refusal !== null || rules.maxFiles === 0}
        onFiles={(accepted, refusals) => takeFiles(files.add, accepted, refusals)}
        className={classes(
          'rounded-lg border focus-within:border-focus focus-within:outline-1 focus-within:outline-focus',
          draft.isNote ? 'border-note-line bg-note text-note-text' : 'border-control bg-surface',
        )}
      >
        <ComposerHead conversation={conversation} isNote={draft.isNote} onNoteChange={setNote} />
        {refusal ? (
          <RefusalNotice refusal={refusal} onNote={() => setNote(true)} />
        ) : (
          <>
            <AnswerBars draft={draft} conversationId={conversation._id} />
            <ComposerText area={area} draft={draft} conversationId={conversation._id} onSend={() => sending.send()} />
            <UploadTray {...files} />
            <ComposerFoot
              conversation={conversation}
              draft={draft}
              rules={rules}
              area={area}
              sending={sending}
              clock={writing?.clock ?? undefined}
              leaving={leaving}
              onFiles={(accepted, refusals) => takeFiles(files.add, accepted, refusals)}
              onCustomTime={() => setIsChoosingTime(true)}
            />
          </>
        )}
      </FileDropZone>
      <CustomTime
        isOpen={isChoosingTime}
        writing={writing}
        sending={sending}
        onClose={() => setIsChoosingTime(false)}
      />
    </div>
  )
}

interface CustomTimeProps {
  isOpen: boolean
  writing: Schema<'Writing'> | undefined
  sending: ReturnType<typeof useSending>
  onClose: () => void
}

function CustomTime({ isOpen, writing, sending, onClose }: CustomTimeProps) {
  if (!isOpen) return undefined
  return (
    <Suspense>
      <ScheduleDialog clock={writing?.clock ?? undefined} onSchedule={sending.schedule} onClose={onClose} />
    </Suspense>
  )
}

function takeFiles(add: (files: File[]) => void, accepted: File[], refusals: string[]): void {
  if (accepted.length > 0) add(accepted)
  for (const text of refusals) showToast({ text, tone: 'danger' })
}

function useComposerCommands(
  setNote: (isNote: boolean) => void,
  sending: ReturnType<typeof useSending>,
  resolve: () => void,
): void {
  const { section } = texts
  useCommand({ id: 'messages.reply', label: texts.keyReply, section, keys: 'r', run: () => setNote(false) })
  useCommand({ id: 'messages.note', label: texts.keyNote, section, keys: 'n', run: () => setNote(true) })
  useCommand({ id: 'messages.send', label: texts.send, section, keys: 'mod+enter', run: () => sending.send() })
  useCommand({
    id: 'messages.sendAndResolve',
    label: texts.sendAndResolve,
    section,
    keys: 'mod+shift+enter',
    run: () => sending.send({ andThen: resolve }),
  })
  useCommand(
    sending.undo && { id: 'messages.undo', label: texts.undoAction, section, keys: 'mod+z', run: sending.undo },
  )
}

/** What was taken back, or refused, comes back to where it was written. */
function useTakenUp(
  conversationId: string,
  draft: ReturnType<typeof useDraft>,
  files: ReturnType<typeof useUploads>,
  area: React.RefObject<HTMLTextAreaElement | null>,
): void {
  const take = useEffectEvent((taken: Parameters<Parameters<typeof onTakeUp>[0]>[0]) => {
    if (taken.conversationId !== conversationId) return false
    const words = [taken.content, draft.content].filter((each) => each.trim() !== '').join('\n')
    const { kind, replyToId = draft.replyToId, actions = draft.actions } = taken
    // What was meant for colleagues alone never stands among what goes to the contact.
    const isNote = kind === 'note' || (draft.isNote && draft.content.trim() !== '')
    draft.write({ content: words, isNote, replyToId, actions })
    files.take(taken.files)
    requestAnimationFrame(() => area.current?.focus())
    return true
  })
  useEffect(() => onTakeUp((taken) => take(taken)), [])
}
