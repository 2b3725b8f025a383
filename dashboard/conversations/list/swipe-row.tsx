import { AlarmClock, CircleCheck, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'

import { classes } from '../../ui/classes.ts'
import { texts } from '../texts.ts'
import type { Swipe } from './swiping.ts'
import { useSwipe } from './use-swipe.ts'

interface Props {
  isResolved: boolean
  onSwipe: (swipe: Swipe) => void
  children: ReactNode
}

const side =
  'pointer-events-none absolute inset-y-0 flex w-1/2 items-center gap-2 px-5 text-xs font-medium opacity-60 group-data-swipe-ready/swipe:opacity-100'

/** What lies under a row shows while it is swiped aside by a finger. All of it can be had by the row's menu as well. */
export function SwipeRow({ isResolved, onSwipe, children }: Props) {
  const { row, handlers } = useSwipe(onSwipe)
  const Icon = isResolved ? RotateCcw : CircleCheck
  return (
    <div
      className="group/swipe relative touch-pan-y overflow-hidden data-[swipe=resolve]:bg-success-soft data-[swipe=snooze]:bg-info-soft"
      {...handlers}
    >
      <span
        aria-hidden
        className={classes(side, 'start-0 hidden text-success-text group-data-[swipe=resolve]/swipe:flex')}
      >
        <Icon className="size-5" />
        {isResolved ? texts.reopen : texts.resolve}
      </span>
      <span
        aria-hidden
        className={classes(side, 'end-0 hidden justify-end text-info-text group-data-[swipe=snooze]/swipe:flex')}
      >
        {texts.snooze}
        <AlarmClock className="size-5" />
      </span>
      <div ref={row} className="relative bg-surface">
        {children}
      </div>
    </div>
  )
}
