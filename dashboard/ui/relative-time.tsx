import { fullTime, relativeTime, shortTime, type Moment } from './format.ts'
import { tip } from './tooltip.tsx'
import { useNow } from './use-now.ts'

/** How long ago, kept up to date; the whole date on hover. `short` is for lists, `long` for sentences. */
export function RelativeTime({
  moment,
  length = 'short',
  className,
}: {
  moment: Moment
  length?: 'short' | 'long'
  className?: string
}) {
  const now = useNow()
  const shown = length === 'short' ? shortTime(moment, now) : relativeTime(moment, now)
  return (
    <time dateTime={new Date(moment).toISOString()} {...tip(fullTime(moment))} className={className}>
      {shown}
    </time>
  )
}
