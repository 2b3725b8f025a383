import { AtSign, MessageSquareText, Paperclip, SendHorizontal, StickyNote } from 'lucide-react'
import type { RefObject } from 'react'

import type { Schema } from '../../api/shapes.ts'
import { Button } from '../../ui/button.tsx'
import { FileButton } from '../../ui/file-drop.tsx'
import type { FileRules } from '../../ui/file-rules.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { tip } from '../../ui/tooltip.tsx'
import type { TakeFiles } from '../../ui/use-file-drop.ts'
import { composerTexts as texts } from './composer-texts.ts'
import { EmojiButton } from './emoji-button.tsx'
import { usePreferences } from './preferences.ts'
import type { ContactClock } from '../scheduled/clocks.ts'
import type { Leaving } from './leaving.ts'
import { SendMenu } from './send-menu.tsx'
import { SmsCounter } from './sms-counter.tsx'
import type { DraftState } from './use-draft.ts'
import type { Sending } from './use-sending.ts'

interface ComposerFootProps {
  conversation: Schema<'InboxConversation'>
  draft: DraftState
  rules: FileRules
  area: RefObject<HTMLTextAreaElement | null>
  sending: Sending
  clock: ContactClock | undefined
  leaving: Leaving
  onFiles: TakeFiles
  onCustomTime: () => void
}

/** What helps while one writes, what it costs, and the button that sends. */
export function ComposerFoot(props: ComposerFootProps) {
  const { conversation, draft, sending, clock, leaving, onCustomTime } = props
  const { enterSends } = usePreferences()
  const { isNote } = draft
  const { canSend, obstacle, send, schedule } = sending
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-2 pb-2">
      <Tools {...props} />
      <div className="ms-auto flex min-w-0 items-center gap-3">
        {obstacle && (
          <span role="status" className="min-w-0 text-xs text-danger-text">
            {obstacle}
          </span>
        )}
        {!isNote && conversation.channelType === 'sms' && <SmsCounter text={draft.content} />}
        <div className="flex">
          <Button
            variant={isNote ? 'secondary' : 'primary'}
            aria-disabled={!canSend}
            onClick={() => send()}
            icon={isNote ? <StickyNote className="size-4" /> : <SendHorizontal className="size-4 rtl:-scale-x-100" />}
            {...tip(isNote ? texts.addNote : texts.send, { keys: enterSends ? 'enter' : 'mod+enter' })}
            className={isNote ? 'rounded-e-none! border-e-0!' : 'rounded-e-none!'}
          >
            {isNote ? texts.addNote : texts.send}
          </Button>
          <SendMenu
            isNote={isNote}
            canSend={canSend}
            contactClock={clock}
            onSendAndResolve={() => send({ andThen: leaving.resolve })}
            snoozeChoices={leaving.snoozeChoices}
            onSendAndSnooze={(until) => send({ andThen: () => leaving.snooze(until) })}
            onSchedule={schedule}
            onCustomTime={onCustomTime}
          />
        </div>
      </div>
    </div>
  )
}

function Tools({ draft, rules, area, onFiles }: ComposerFootProps) {
  const { content, isNote, write } = draft
  const insert = (text: string, isAtLineStart = false) => {
    const element = area.current
    const from = element?.selectionStart ?? content.length
    const to = element?.selectionEnd ?? from
    const before = content.slice(0, from)
    const gap = isAtLineStart && before !== '' && !before.endsWith('\n') ? '\n' : ''
    write({ content: before + gap + text + content.slice(to) })
    const caret = from + gap.length + text.length
    requestAnimationFrame(() => {
      element?.focus()
      element?.setSelectionRange(caret, caret)
    })
  }
  const hasNoFiles = rules.maxFiles === 0
  return (
    <div className="flex gap-0.5">
      <FileButton
        {...rules}
        isIconOnly
        size="small"
        isDisabled={hasNoFiles}
        label={hasNoFiles ? texts.noFiles : texts.attach}
        icon={<Paperclip className="size-4" />}
        onFiles={onFiles}
      />
      <EmojiButton onPick={(sign) => insert(sign)} />
      {isNote ? (
        <IconButton
          label={texts.mention}
          keys="@"
          size="small"
          onClick={() => insert(/(?:^|\s)$/u.test(content) ? '@' : ' @')}
        >
          <AtSign className="size-4" />
        </IconButton>
      ) : (
        <IconButton label={texts.savedReplies} keys="/" size="small" onClick={() => insert('/', true)}>
          <MessageSquareText className="size-4" />
        </IconButton>
      )}
    </div>
  )
}
