import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** A part that folds away; open or closed is the browser's to keep, and `onToggle` tells it. */
export function Disclosure({
  title,
  end,
  isOpen = false,
  onToggle,
  children,
}: {
  title: ReactNode
  end?: ReactNode
  isOpen?: boolean
  onToggle?: ((isOpen: boolean) => void) | undefined
  children: ReactNode
}) {
  return (
    <details
      open={isOpen}
      onToggle={(event) => {
        if (event.target === event.currentTarget) onToggle?.(event.currentTarget.open)
      }}
      className="group/disclosure"
    >
      <summary className="flex min-h-9 items-center gap-1.5 rounded-md px-1 font-medium outline-offset-0 select-none hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 text-faint transition-transform group-open/disclosure:rotate-90 rtl:-scale-x-100"
        />
        <span className="min-w-0 flex-1 truncate">{title}</span>
        {end}
      </summary>
      <div className="px-1 pt-1 pb-3">{children}</div>
    </details>
  )
}
