import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { OverlayHeader } from './dialog.tsx'
import { given } from './given.ts'
import { focusFirstField, scrim, stayOpenForToasts } from './overlay.ts'

export type SheetProps = {
  isOpen?: boolean | undefined
  onOpenChange?: ((isOpen: boolean) => void) | undefined
  trigger?: ReactNode
  title: string
  description?: ReactNode
  side?: 'start' | 'end' | undefined
  /** Buttons in its head, beside the one that closes it. */
  actions?: ReactNode
  footer?: ReactNode
  children?: ReactNode
}

/** A panel at the side of the window; the whole window on phones. */
export function Sheet({
  isOpen,
  onOpenChange,
  trigger,
  title,
  description,
  side = 'end',
  actions,
  footer,
  children,
}: SheetProps) {
  return (
    <Radix.Root {...given({ open: isOpen, onOpenChange })}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onInteractOutside={stayOpenForToasts}
          onOpenAutoFocus={focusFirstField}
          className={classes(
            'fixed inset-y-0 z-40 flex w-full flex-col bg-raised shadow-raised outline-none sm:max-w-md',
            side === 'end' ? 'end-0 animate-slide-end sm:border-s' : 'start-0 animate-appear sm:border-e',
          )}
        >
          <div className="border-b">
            <OverlayHeader title={title} description={description} actions={actions} />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t px-4 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
