import { useId, type FocusEvent, type ReactNode } from 'react'
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
  const shared = {
    id,
    value,
    readOnly: true,
    dir: 'ltr',
    spellCheck: false,
    onFocus: (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => event.currentTarget.select(),
  }
  const look = 'min-w-0 flex-1 self-center bg-transparent py-1 font-mono text-xs outline-none'
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="self-start text-sm font-medium">
        {label}
      </label>
      <div className="flex items-start gap-2 rounded-md border bg-canvas py-0.5 ps-2.5 pe-1 outline-focus has-[input:focus-visible,textarea:focus-visible]:outline-2">
        {isLong ? (
          <textarea {...shared} rows={rowsOf(value)} className={`${look} field-sizing-content resize-none break-all`} />
        ) : (
          <input {...shared} className={look} />
        )}
        <CopyButton text={value} />
      </div>
      {hint && <p className="text-xs text-muted">{hint}</p>}
    </div>
  )
}

/** Where a browser cannot measure it. */
function rowsOf(value: string): number {
  return value.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / 60)), 0)
}
