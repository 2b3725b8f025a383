import { classes } from './classes.ts'

/** The shape of what is coming; its size comes by classes. */
export function Skeleton({ isRound = false, className = 'h-4' }: { isRound?: boolean; className?: string }) {
  return (
    <div
      aria-hidden
      className={classes('animate-breathe bg-skeleton', isRound ? 'rounded-full' : 'rounded-md', className)}
    />
  )
}

const widths = ['w-11/12', 'w-4/5', 'w-full', 'w-3/5']

export function SkeletonLines({ count = 3, className }: { count?: number; className?: string }) {
  return (
    <div aria-hidden className={classes('flex flex-col gap-2', className)}>
      {Array.from({ length: count }, (_, line) => (
        <Skeleton key={line} className={classes('h-3.5', widths[line % widths.length])} />
      ))}
    </div>
  )
}
