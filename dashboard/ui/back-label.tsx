import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'

/** What stands in a link or button that leads back: an arrow the way one reads, and where to. */
export function BackLabel({ children }: { children: ReactNode }) {
  return (
    <span className="-ms-1 inline-flex h-6 items-center gap-0.5 pe-1">
      <ChevronLeft aria-hidden className="size-3.5 rtl:-scale-x-100" />
      {children}
    </span>
  )
}
