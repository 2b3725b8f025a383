import type { ReactNode } from 'react'

import { classes } from '../../ui/classes.ts'

export type Side = 'theirs' | 'ours' | 'machine'

const looks: Record<Side, string> = {
  theirs: 'bg-bubble-in text-bubble-in-text',
  ours: 'bg-bubble-out text-bubble-out-text',
  machine: 'border border-dashed border-accent/60 bg-surface text-text',
}

/** The words themselves. Corners tell where a burst goes on. */
export function Bubble({
  side,
  isFirst,
  isLast,
  isDimmed = false,
  children,
}: {
  side: Side
  isFirst: boolean
  isLast: boolean
  isDimmed?: boolean
  children: ReactNode
}) {
  const corners =
    side === 'theirs'
      ? classes(!isFirst && 'rounded-ss-sm', !isLast && 'rounded-es-sm')
      : classes(!isFirst && 'rounded-se-sm', !isLast && 'rounded-ee-sm')
  return (
    <div
      className={classes(
        'w-fit max-w-full rounded-xl px-3 py-1.5 text-base wrap-anywhere',
        looks[side],
        corners,
        isDimmed && 'opacity-70',
      )}
    >
      {children}
    </div>
  )
}

/** The place of what one says: theirs at the start, ours at the end. */
export function BubbleColumn({ isOurs, children }: { isOurs: boolean; children: ReactNode }) {
  return (
    <div
      className={classes(
        'relative flex max-w-[min(38rem,82%)] min-w-0 flex-col gap-0.5',
        isOurs ? 'items-end' : 'items-start',
      )}
    >
      {children}
    </div>
  )
}
