import { ChevronDown, Star } from 'lucide-react'
import { memo, useState } from 'react'

import { classes } from '../../ui/classes.ts'
import { clock, dayHeading, fullTime } from '../../ui/format.ts'
import { tip } from '../../ui/tooltip.tsx'
import { texts } from '../texts.ts'
import { activityText } from '../threads/activity-texts.ts'
import type { Message } from '../threads/message-rows.ts'
import { usePeople } from '../threads/people.ts'
import type { Activity, Csat } from '../threads/timeline.ts'

export function DayRow({ at }: { at: string }) {
  return (
    <div role="separator" aria-label={dayHeading(at)} className="flex items-center gap-3 px-4 pt-5 pb-1">
      <span className="h-px flex-1 bg-line" />
      <span className="text-xs font-medium text-muted">{dayHeading(at)}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  )
}

/** What one has not seen begins here. */
export function NewRow({ count }: { count: number }) {
  return (
    <div role="separator" aria-label={texts.newMessages(count)} className="flex items-center gap-3 px-4 pt-4">
      <span className="h-px flex-1 bg-accent" />
      <span className="rounded-full bg-accent px-2 text-2xs leading-4.5 font-semibold text-on-accent">
        {texts.newMessages(count)}
      </span>
      <span className="h-px flex-1 bg-accent" />
    </div>
  )
}

const mostShown = 2

/** What happened, in quiet lines; many in a row fold into one. */
export const ActivityRow = memo(function ActivityRow({ activity }: { activity: readonly Activity[] }) {
  const [isOpen, setIsOpen] = useState(false)
  const isFolded = activity.length > mostShown && !isOpen
  return (
    <div className="flex flex-col items-center gap-0.5 px-6 pt-3 text-center text-xs text-muted">
      {activity.length > mostShown && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="inline-flex min-h-6 items-center gap-1 rounded-md px-1.5 hover:bg-hover hover:text-text"
        >
          {isOpen ? texts.hideActivity : texts.showActivity(activity.length)}
          <ChevronDown aria-hidden className={classes('size-3.5', isOpen && 'rotate-180')} />
        </button>
      )}
      {!isFolded && activity.map((each) => <ActivityLine key={each._id} activity={each} />)}
    </div>
  )
})

function ActivityLine({ activity }: { activity: Activity }) {
  const { me } = usePeople()
  return (
    <p>
      {activityText(activity, me)}{' '}
      <time dateTime={activity.createdAt} {...tip(fullTime(activity.createdAt))} className="text-faint tabular-nums">
        {clock(activity.createdAt)}
      </time>
    </p>
  )
}

export function CanceledRow({ message }: { message: Message }) {
  const { me, nameOf } = usePeople()
  const who = message.sentBy === me ? texts.you : message.sentBy ? nameOf(message.sentBy) : texts.product
  return (
    <p className="px-6 pt-3 text-center text-xs text-muted">
      {texts.canceled(who)} <span className="text-faint tabular-nums">{clock(message.createdAt)}</span>
    </p>
  )
}

const stars = [1, 2, 3, 4, 5]

export function CsatRow({ csat }: { csat: Csat }) {
  const { nameOf, me } = usePeople()
  const { rating, feedback, answeredById } = csat
  if (rating === null) return <p className="px-6 pt-3 text-center text-xs text-muted">{texts.asked}</p>
  return (
    <div className="flex flex-col items-center gap-1 px-6 pt-3 text-center text-xs text-muted">
      <p className="inline-flex flex-wrap items-center justify-center gap-1.5">
        <span aria-hidden className="inline-flex">
          {stars.map((star) => (
            <Star
              key={star}
              className={classes('size-3.5', star <= rating ? 'fill-warning text-warning' : 'text-line-strong')}
            />
          ))}
        </span>
        <span className="font-medium text-text">{texts.rated(rating)}</span>
        {answeredById && <span>{texts.ratedBy(answeredById === me ? texts.you : nameOf(answeredById))}</span>}
      </p>
      {feedback && <p className="max-w-prose text-sm text-text">{texts.feedback(feedback)}</p>}
    </div>
  )
}
