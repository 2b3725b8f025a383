import { classes } from './classes.ts'
import { keyCaps } from './keys.ts'

/** `mod+k` as key caps: ⌘ K on Apple's machines, Ctrl K elsewhere; `g i` as one key after the other. */
export function Kbd({ keys, isInverse = false, className }: { keys: string; isInverse?: boolean; className?: string }) {
  return (
    <kbd className={classes('inline-flex items-center gap-1 font-sans', className)}>
      {keyCaps(keys).map((caps) => (
        <span key={caps.join('')} className="inline-flex gap-0.5">
          {caps.map((cap) => (
            <span
              key={cap}
              className={classes(
                'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border px-1 text-2xs leading-none',
                isInverse ? 'border-inverse-faint/40 text-inverse-faint' : 'border-line-strong bg-canvas text-muted',
              )}
            >
              {cap}
            </span>
          ))}
        </span>
      ))}
    </kbd>
  )
}
