import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { CopyButton } from './copy-button.tsx'

/** A text to be taken elsewhere: an address, a line of script, a secret that is shown once. */
export function CopyField({
  label,
  value,
  hint,
  isLong = false,
}: {
  label: string
  value: string
  hint?: ReactNode
  /** Over several lines instead of one that scrolls. */
  isLong?: boolean
}) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span id={id} className="text-sm font-medium">
        {label}
      </span>
      <div className="flex items-start gap-2 rounded-md border bg-canvas py-1 ps-2.5 pe-1">
        <code
          dir="ltr"
          tabIndex={0}
          role="textbox"
          aria-readonly
          aria-labelledby={id}
          className={classes(
            'min-w-0 flex-1 self-center py-0.5 font-mono text-xs outline-offset-2 select-all',
            isLong ? 'break-all whitespace-pre-wrap' : 'overflow-x-auto whitespace-nowrap',
          )}
        >
          {value}
        </code>
        <CopyButton text={value} />
      </div>
      {hint && <p className="text-xs text-muted">{hint}</p>}
    </div>
  )
}
