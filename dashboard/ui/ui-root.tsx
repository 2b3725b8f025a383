import { Direction } from 'radix-ui'
import type { ReactNode } from 'react'
import { ConfirmHost } from './confirm.tsx'
import { Toaster } from './toaster.tsx'
import { TooltipLayer } from './tooltip-layer.tsx'
import { Announcer } from './use-announce.tsx'

/** Goes once around the app: tooltips, toasts, questions and announcements have their place in it. */
export function UiRoot({ children }: { children: ReactNode }) {
  // What the page says is what the style sheets follow; the arrow keys follow it too.
  const direction = document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'
  return (
    <Direction.Provider dir={direction}>
      {children}
      <Toaster />
      <ConfirmHost />
      <TooltipLayer />
      <Announcer />
    </Direction.Provider>
  )
}
