import { AlarmClock, BellRing, CircleAlert, CircleCheck, Clock } from 'lucide-react'

import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { fullTime, list, shortTime } from '../../ui/format.ts'
import { formatters } from '../../ui/formatters.ts'
import { tip } from '../../ui/tooltip.tsx'
import { useNow } from '../../ui/use-now.ts'
import { shortMoment } from '../moments.ts'
import type { Row } from '../rows.ts'
import { texts } from '../texts.ts'

const hour = 3_600_000
const day = 24 * hour
const inDays = { style: 'unit', unit: 'day', unitDisplay: 'narrow' } as const
const mostTags = 2
const mostPeople = 3
const mark = 'inline-flex shrink-0 items-center gap-1 [&>svg]:size-3'

/** What was said last, and whose it was. */
export function LastLine({ row, hasDraft }: { row: Row; hasDraft: boolean }) {
  const { latestMessage, lastDirection, lastStatus, messageCount } = row
  const said = latestMessage || (messageCount > 0 ? texts.attachment : texts.noMessage)
  return (
    <span className="min-w-0 flex-1 truncate">
      {hasDraft && <span className="me-1 font-medium text-warning-text">{texts.draft}</span>}
      {lastStatus === 'failed' && (
        <span className="me-1 font-medium whitespace-nowrap text-danger-text">
          <CircleAlert aria-hidden className="me-0.5 inline size-3.5 align-[-2px]" />
          {texts.failed}
        </span>
      )}
      <bdi>{lastDirection === 'outbound' ? texts.youSaid(said) : said}</bdi>
    </span>
  )
}

/** How much of it one has not seen. */
export function UnreadMark({ row: { isUnseen, unreadCount } }: { row: Row }) {
  if (!isUnseen) return undefined
  if (unreadCount === 0) {
    return <span role="img" aria-label={texts.unread} className="me-1 size-2 shrink-0 rounded-full bg-accent" />
  }
  return (
    <span
      role="img"
      aria-label={texts.unreadCount(unreadCount)}
      className="inline-flex h-4 min-w-4 shrink-0 items-center justify-center rounded-full bg-accent px-1 text-2xs font-medium text-on-accent tabular-nums"
    >
      {unreadCount > 99 ? '99+' : unreadCount}
    </span>
  )
}

/** State, waiting time, tags and people: what helps to decide which one is next. */
export function RowFoot({ row }: { row: Row }) {
  return (
    <span className="flex h-5 min-w-0 items-center gap-1.5 text-2xs text-muted in-data-[density=compact]:hidden">
      <StateMark row={row} />
      <Waiting since={row.waitingSince} />
      {row.tags.slice(0, mostTags).map((tag) => (
        <span key={tag} className="min-w-6 truncate rounded-sm border border-line bg-surface px-1 leading-4">
          {tag}
        </span>
      ))}
      {row.tags.length > mostTags && (
        <span className="shrink-0" {...tip(list(row.tags.slice(mostTags)))}>
          {texts.moreTags(row.tags.length - mostTags)}
        </span>
      )}
      <People people={row.assignees} />
    </span>
  )
}

function StateMark({ row }: { row: Row }) {
  const { state, snoozedUntil, wokenAt, activeAt, optedOut } = row
  if (row.isGone) return <span className="shrink-0">{texts.gone}</span>
  if (state === 'resolved') return <Mark icon={<CircleCheck aria-hidden />} text={texts.resolved} />
  if (state === 'snoozed' && snoozedUntil) {
    return (
      <Mark
        icon={<AlarmClock aria-hidden />}
        text={shortMoment(snoozedUntil)}
        more={texts.snoozedUntil(fullTime(snoozedUntil))}
      />
    )
  }
  if (wokenAt && wokenAt === activeAt) {
    const text = texts.backFromSnooze(shortMoment(wokenAt))
    return <Mark icon={<BellRing aria-hidden />} text={text} more={fullTime(wokenAt)} className="text-accent-text" />
  }
  return optedOut ? <Mark text={texts.optedOut} className="text-danger-text" /> : undefined
}

function Mark({
  icon,
  text,
  more,
  className,
}: {
  icon?: React.ReactNode
  text: string
  more?: string
  className?: string
}) {
  return (
    <span className={classes(mark, className)} {...(more ? tip(more) : {})}>
      {icon}
      {text}
    </span>
  )
}

function Waiting({ since }: { since: string | null }) {
  const now = useNow()
  if (!since) return undefined
  const waited = now - new Date(since).getTime()
  return (
    <span className={classes(mark, waited > hour && 'text-warning-text')} {...tip(texts.waitsSince(fullTime(since)))}>
      <Clock aria-hidden />
      <span className="sr-only">{texts.waitsFor('')}</span>
      {waited < day ? shortTime(since, now) : formatters.number(inDays).format(Math.floor(waited / day))}
    </span>
  )
}

function People({ people }: { people: Row['assignees'] }) {
  if (people.length === 0) return undefined
  const names = people.map(({ fullName }) => fullName)
  return (
    <span className="ms-auto flex shrink-0 -space-x-1 rtl:space-x-reverse" {...tip(texts.assignedTo(names))}>
      <span className="sr-only">{texts.assignedTo(names)}</span>
      {people.slice(0, mostPeople).map(({ _id, fullName }) => (
        <span key={_id} className="rounded-full ring-1 ring-surface">
          <Avatar name={fullName} seed={_id} size="tiny" />
        </span>
      ))}
    </span>
  )
}
