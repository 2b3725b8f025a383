import { useId } from 'react'
import type { ReactNode } from 'react'

import { tip } from '../ui/tooltip.tsx'

/** A field of a contact: what it is at the start, its value beside it. */
export function FieldRow({ label, hint, children }: { label: string; hint?: string | undefined; children: ReactNode }) {
  const id = useId()
  return (
    <div role="group" aria-labelledby={id} className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-start gap-x-1">
      <span
        id={id}
        {...(hint ? tip(hint) : {})}
        className="flex min-h-control items-center px-1 text-xs text-muted wrap-anywhere"
      >
        {label}
      </span>
      <div className="min-w-0">{children}</div>
    </div>
  )
}
