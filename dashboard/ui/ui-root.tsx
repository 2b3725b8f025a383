import { Direction } from 'radix-ui'
import type { ReactNode } from 'react'
import { ConfirmHost } from './confirm.tsx'
import { Toaster } from './toaster.tsx'
import { TooltipLayer } from './tooltip-layer.tsx'
import { Announcer } from './use-announce.tsx'

/** Goes once around the app: tooltips, toasts, questions and announcements have their place in it. */
export function UiRoot({ direction = 'ltr', children }: { direction?: 'ltr' | 'rtl'; children: ReactNode }) {
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
