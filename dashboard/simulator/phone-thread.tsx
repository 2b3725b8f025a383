import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { Button } from '../ui/button.tsx'
import { Delayed } from '../ui/delayed.tsx'
import { dayHeading } from '../ui/format.ts'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { ErrorState } from '../ui/state.tsx'
import { PhoneBubble } from './phone-bubble.tsx'
import type { Line } from './queries.ts'
import { texts } from './texts.ts'

// What scrolls has to be reached by keys.
const reachable = { tabIndex: 0 }

interface PhoneThreadProps {
  thread: UseInfiniteQueryResult
  lines: Line[]
  isTyping: boolean
  onReact: ((messageId: string, emoji: string | undefined) => void) | undefined
}

export function PhoneThread({ thread, lines, isTyping, onReact }: PhoneThreadProps) {
  const place = useRef<HTMLDivElement>(null)
  const last = lines.at(-1)
  const latest = `${last?._id} ${last?.media.length} ${isTyping}`
  // What is new is at the end, and the end is what one looks at.
  useEffect(() => {
    if (latest) place.current?.scrollTo({ top: place.current.scrollHeight })
  }, [latest])
  return (
    <div
      ref={place}
      role="region"
      aria-label={texts.thread}
      {...reachable}
      className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-3 py-3 outline-offset-[-2px]"
    >
      {thread.isError && <ErrorState text={thread.error?.message} onRetry={() => void thread.refetch()} />}
      {thread.isPending && (
        <Delayed>
          <SkeletonLines />
        </Delayed>
      )}
      {thread.hasNextPage && (
        <Button
          size="small"
          variant="quiet"
          className="self-center"
          isBusy={thread.isFetchingNextPage}
          onClick={() => void thread.fetchNextPage()}
        >
          {texts.earlier}
        </Button>
      )}
      {thread.isSuccess && lines.length === 0 && (
        <p className="m-auto px-6 text-center text-pretty text-muted">{texts.emptyThread}</p>
      )}
      <div role="log" aria-label={texts.thread} className="contents">
        {lines.map((line, index) => (
          <div key={line._id} className="flex flex-col gap-0.5">
            {isNewDay(line, lines[index - 1]) && (
              <p className="py-2 text-center text-2xs font-medium text-muted">{dayHeading(line.createdAt)}</p>
            )}
            <PhoneBubble line={line} isLast={lines[index + 1]?.isFromPhone !== line.isFromPhone} onReact={onReact} />
          </div>
        ))}
        {isTyping && <Typing />}
      </div>
    </div>
  )
}

function Typing() {
  return (
    <p className="flex h-8 w-fit items-center gap-1 rounded-2xl bg-bubble-in px-3">
      <span className="sr-only">{texts.typing}</span>
      {[0, 150, 300].map((delay) => (
        <span
          key={delay}
          aria-hidden
          style={{ animationDelay: `${delay}ms` }}
          className="size-1.5 animate-breathe rounded-full bg-muted"
        />
      ))}
    </p>
  )
}

function isNewDay({ createdAt }: Line, before: Line | undefined): boolean {
  return !before || new Date(before.createdAt).toDateString() !== new Date(createdAt).toDateString()
}
