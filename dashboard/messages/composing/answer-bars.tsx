import { ListChecks, X } from 'lucide-react'
import type { ReactNode } from 'react'

import { IconButton } from '../../ui/icon-button.tsx'
import { Quote } from '../bubbles/quote.tsx'
import { usePeople } from '../threads/people.ts'
import { actionsText } from './actions-text.ts'
import { composerTexts as texts } from './composer-texts.ts'
import type { DraftState } from './use-draft.ts'

/** What the message answers, and what sending it will do besides: each can be taken away before. */
export function AnswerBars({ draft, conversationId }: { draft: DraftState; conversationId: string }) {
  const { isNote, replyToId, actions, write } = draft
  const { me, nameOf } = usePeople()
  // A note goes to nobody outside, and does nothing.
  if (isNote) return undefined
  return (
    <>
      {replyToId && (
        <Bar label={texts.noQuote} onRemove={() => write({ replyToId: undefined })}>
          <Quote id={replyToId} conversationId={conversationId} />
        </Bar>
      )}
      {actions && (
        <Bar label={texts.noActions} onRemove={() => write({ actions: undefined })}>
          <p className="flex min-w-0 items-center gap-1.5 px-1 text-xs text-muted">
            <ListChecks aria-hidden className="size-3.5 shrink-0" />
            <span className="truncate">{texts.afterwards(actionsText(actions, me, nameOf))}</span>
          </p>
        </Bar>
      )}
    </>
  )
}

function Bar({ label, onRemove, children }: { label: string; onRemove: () => void; children: ReactNode }) {
  return (
    <div className="flex items-center gap-1 px-3 pt-1">
      <div className="min-w-0 flex-1">{children}</div>
      <IconButton label={label} size="small" onClick={onRemove}>
        <X className="size-3.5" />
      </IconButton>
    </div>
  )
}
