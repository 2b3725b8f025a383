import { useQueryClient } from '@tanstack/react-query'
import { CircleAlert, StickyNote } from 'lucide-react'
import { memo } from 'react'

import { Button } from '../../ui/button.tsx'
import { clock } from '../../ui/format.ts'
import { SafeText } from '../../ui/safe-text.tsx'
import type { SendEntry } from '../sending/entries.ts'
import { sendQueue } from '../sending/sending.ts'
import { undoSend } from '../sending/undo.ts'
import { texts } from '../texts.ts'
import { takeUp } from '../threads/take-up.ts'
import { Bubble, BubbleColumn } from './bubble.tsx'
import { DeliveryMark } from './delivery-mark.tsx'
import { FileCard } from './file-card.tsx'
import { NotePaper, NoteText } from './note-paper.tsx'
import { Quote } from './quote.tsx'

/** What was said here a moment ago: it stands at once, and the server's own row takes its place. */
export const UnansweredRow = memo(function UnansweredRow({ entry, isStuck }: { entry: SendEntry; isStuck: boolean }) {
  const state = isStuck ? 'waiting' : 'sending'
  const files = entry.files.map((file) => (
    <FileCard key={file.key ?? file.name} attachment={{ ...file, errorMessage: null }} href={undefined} />
  ))
  const foot = entry.state !== 'failed' && (
    <span className="flex items-center gap-1 px-1 text-2xs text-faint tabular-nums">
      {state === 'waiting' ? texts.waiting : clock(entry.createdAt)}
      <DeliveryMark status={state} />
      {isStuck && !entry.wasTried && <TakeBack entry={entry} />}
    </span>
  )
  return (
    <article aria-label={texts.saidAt(texts.you, clock(entry.createdAt))} className="flex justify-end gap-2 px-4 pt-3">
      {entry.kind === 'note' ? (
        <div className="flex w-full flex-col items-end gap-0.5">
          <div className="w-full">
            <NotePaper head={<NoteHead />}>
              <NoteText text={entry.content} />
              {files}
            </NotePaper>
          </div>
          {foot}
          <Refused entry={entry} />
        </div>
      ) : (
        <BubbleColumn isOurs>
          {entry.replyToId && <Quote id={entry.replyToId} conversationId={entry.conversationId} />}
          {files}
          {entry.content.trim() !== '' && (
            <Bubble side="ours" isFirst isLast isDimmed={state === 'waiting'}>
              <SafeText text={entry.content} />
            </Bubble>
          )}
          {foot}
          <Refused entry={entry} />
        </BubbleColumn>
      )}
    </article>
  )
})

function NoteHead() {
  return (
    <>
      <StickyNote aria-hidden className="size-3.5" />
      <span className="font-medium">{texts.note}</span>
    </>
  )
}

/** It has not left this machine, so it need not leave at all. */
function TakeBack({ entry }: { entry: SendEntry }) {
  const queries = useQueryClient()
  return (
    <button
      type="button"
      className="min-h-6 rounded-md px-1 text-muted underline-offset-2 hover:text-text hover:underline"
      onClick={() => void undoSend(queries, entry)}
    >
      {texts.takeBack}
    </button>
  )
}

function Refused({ entry }: { entry: SendEntry }) {
  if (entry.state !== 'failed') return undefined
  const edit = () => {
    sendQueue.discard(entry.clientId)
    takeUp(entry)
  }
  return (
    <div
      role="alert"
      className="mt-0.5 flex max-w-full flex-col gap-1.5 rounded-md bg-danger-soft px-2.5 py-1.5 text-xs text-danger-text"
    >
      <p className="flex gap-1.5">
        <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
        <span className="min-w-0 wrap-anywhere">{texts.refusedWhy(entry.error?.message ?? '')}</span>
      </p>
      <div className="flex flex-wrap gap-1.5">
        <Button size="small" onClick={() => sendQueue.again(entry.clientId)}>
          {texts.tryAgain}
        </Button>
        <Button size="small" onClick={edit}>
          {texts.editAgain}
        </Button>
        <Button size="small" onClick={() => sendQueue.discard(entry.clientId)}>
          {texts.discard}
        </Button>
      </div>
    </div>
  )
}
