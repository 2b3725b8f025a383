import { useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'

import { useLiveStatus } from '../../api/live-context.ts'
import type { Schema } from '../../api/shapes.ts'
import { UnansweredRow } from '../bubbles/unanswered-row.tsx'
import { ScheduledList } from '../scheduled/scheduled-list.tsx'
import { texts } from '../texts.ts'
import { OlderRow } from './older-row.tsx'
import { ShowMessageContext } from './show-message.ts'
import { ThreadSearch } from './thread-search.tsx'
import { TimelineRow } from './timeline-row.tsx'
import { ToNewest } from './to-newest.tsx'
import { TypingLines } from './typing-lines.tsx'
import { useArrivals } from './use-arrivals.ts'
import { useThreadWindow } from './use-thread-window.ts'
import type { Timeline } from './use-timeline.ts'
import { useMarkSeen } from './use-unread.ts'

interface ThreadFrameProps {
  conversation: Schema<'InboxConversation'>
  timeline: Timeline
  focusMessageId: string | undefined
  empty: ReactNode
}

/** The part that scrolls, and what lies over it. */
export function ThreadFrame({ conversation, timeline, focusMessageId, empty }: ThreadFrameProps) {
  const { unanswered } = timeline
  const isLost = useLiveStatus() === 'lost'
  // What comes after what waits, waits as well.
  const isStuck = isLost || unanswered.some(({ state, wasTried }) => state === 'waiting' && wasTried)
  const [words, setWords] = useState('')
  const frame = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const window = useThreadWindow({ frame, content }, conversation._id, timeline, focusMessageId)
  const { shown, scroll, pointedAt, showMessage, loadMore } = window
  const { count, clear } = useArrivals(timeline.messages, scroll.isAtEnd)
  useMarkSeen(conversation, scroll.isAtEnd)
  return (
    <ShowMessageContext value={showMessage}>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <ThreadSearch conversationId={conversation._id} onWords={setWords} onShow={showMessage} />
        <div
          ref={frame}
          role="log"
          aria-label={texts.thread}
          aria-live="off"
          {...walked}
          onScroll={scroll.onScroll}
          className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]"
        >
          <div ref={content} className="mx-auto flex min-h-full max-w-5xl flex-col justify-end pb-4">
            <OlderRow timeline={timeline} onLoad={loadMore} />
            {empty}
            {shown.map((item) => (
              <div key={item.key} data-key={item.key} className="[contain:layout_style]">
                <TimelineRow item={item} words={words} pointedAt={pointedAt} />
              </div>
            ))}
            {unanswered.map((entry) => (
              <div key={entry.clientId} data-key={entry.clientId}>
                <UnansweredRow entry={entry} isStuck={isStuck} />
              </div>
            ))}
            <ScheduledList conversationId={conversation._id} />
            <TypingLines conversationId={conversation._id} />
          </div>
        </div>
        <ToNewest
          isShown={!scroll.isAtEnd}
          count={count}
          onPress={() => {
            clear()
            scroll.scrollToEnd()
          }}
        />
      </div>
    </ShowMessageContext>
  )
}

/** What scrolls has to be reached by keys. */
const walked = { 'data-thread': '', tabIndex: 0, onKeyDown: walk }

/** The arrows go from message to message, when one of them or the thread itself has the focus. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
  const { target, currentTarget } = event
  if (!(target instanceof HTMLElement)) return
  const isAtMessage = target.dataset['message'] !== undefined
  if (!isAtMessage && target.dataset['thread'] === undefined) return
  const all = [...currentTarget.querySelectorAll<HTMLElement>('[data-message]')]
  const step = event.key === 'ArrowUp' ? -1 : 1
  const from = isAtMessage ? all.indexOf(target) : step < 0 ? all.length : -1
  const next = all[from + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
