import { classes } from '../../ui/classes.ts'
import { texts } from '../texts.ts'

const widths = ['w-2/5', 'w-1/3', 'w-1/2', 'w-1/4', 'w-2/5', 'w-1/3']

export function ThreadSkeleton() {
  return (
    <div role="status" aria-label={texts.thread} className="flex h-full flex-col justify-end gap-3 px-4 py-6">
      {widths.map((width, index) => (
        <div
          // oxlint-disable-next-line react/no-array-index-key -- they have nothing else, and never change
          key={index}
          className={classes('h-9 animate-breathe rounded-xl bg-skeleton', width, index % 3 === 1 && 'self-end')}
        />
      ))}
    </div>
  )
}
