import { MessageSquareDashed } from 'lucide-react'

import type { Schema } from '../api/shapes.ts'
import { Delayed } from '../ui/delayed.tsx'
import { EmptyState, ErrorState } from '../ui/state.tsx'
import { texts } from './texts.ts'
import { PeopleContext, usePeopleOf } from './threads/people.ts'
import { ThreadFrame } from './threads/thread-frame.tsx'
import { ThreadSkeleton } from './threads/thread-skeleton.tsx'
import { useLooking } from './threads/use-looking.ts'
import { useTimeline } from './threads/use-timeline.ts'
import { useUnreadAtOpening } from './threads/use-unread.ts'

interface ThreadProps {
  conversation: Schema<'InboxConversation'>
  /** Of the message that a link leads to. */
  focusMessageId?: string | undefined
}

/** What was said, what colleagues noted and what happened. It begins where one has not read yet. */
export function Thread(props: ThreadProps) {
  return <ThreadOf key={props.conversation._id} {...props} />
}

function ThreadOf({ conversation, focusMessageId }: ThreadProps) {
  const people = usePeopleOf(conversation)
  const unread = useUnreadAtOpening(conversation)
  const timeline = useTimeline(conversation, unread)
  useLooking(conversation._id)
  if (timeline.hasFailed)
    return (
      <div className="flex min-h-0 flex-1 items-center justify-center">
        <ErrorState title={texts.loadFailed} onRetry={timeline.retry} />
      </div>
    )
  if (timeline.isPending)
    return (
      <div className="min-h-0 flex-1">
        <Delayed>
          <ThreadSkeleton />
        </Delayed>
      </div>
    )
  const isEmpty = timeline.items.length === 0 && timeline.unanswered.length === 0
  return (
    <PeopleContext value={people}>
      <ThreadFrame
        conversation={conversation}
        timeline={timeline}
        focusMessageId={focusMessageId}
        empty={isEmpty && <EmptyState icon={<MessageSquareDashed />} title={texts.empty} text={texts.emptyHint} />}
      />
    </PeopleContext>
  )
}
