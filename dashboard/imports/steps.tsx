import { Check } from 'lucide-react'

import { classes } from '../ui/classes.ts'
import { texts } from './texts.ts'

/** Where one is on the way; on a phone only the present step has its name. */
export function Steps({ current }: { current: number }) {
  return (
    <ol aria-label={texts.stepsLabel} className="mb-6 flex items-center gap-2 border-b pb-4">
      {texts.steps.map((name, index) => {
        const step = index + 1
        const isDone = step < current || current === texts.steps.length
        const isHere = step === current
        return (
          <li
            key={name}
            aria-current={isHere ? 'step' : undefined}
            className={classes('flex items-center gap-2', step > 1 && 'flex-auto xs:flex-none')}
          >
            {step > 1 && <span aria-hidden className="h-px min-w-2 flex-1 bg-line-strong xs:w-6 xs:flex-none" />}
            <span
              aria-hidden
              className={classes(
                'flex size-5 shrink-0 items-center justify-center rounded-full text-2xs font-medium tabular-nums',
                isHere && 'bg-accent text-on-accent',
                !isHere && isDone && 'bg-accent-soft text-accent-text',
                !isHere && !isDone && 'bg-hover text-muted',
              )}
            >
              {isDone ? <Check className="size-3" /> : step}
            </span>
            <span className={isHere ? 'font-medium' : 'sr-only text-muted sm:not-sr-only'}>
              {name}
              {isDone && !isHere && <span className="sr-only">, {texts.done}</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
