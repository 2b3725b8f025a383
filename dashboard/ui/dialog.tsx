import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { given } from './given.ts'
import { IconButton } from './icon-button.tsx'
import { focusFirstField, scrim, stayOpenForToasts } from './overlay.ts'
import { texts } from './texts.ts'

const widths = { small: 'max-w-sm', medium: 'max-w-lg', large: 'max-w-3xl' }

export type DialogProps = {
  isOpen?: boolean | undefined
  onOpenChange?: ((isOpen: boolean) => void) | undefined
  /** A button that opens it, where nobody else keeps `isOpen`. */
  trigger?: ReactNode
  title: string
  description?: ReactNode
  size?: keyof typeof widths | undefined
  /** The buttons at the bottom. */
  footer?: ReactNode
  children?: ReactNode
}

export function Dialog({
  isOpen,
  onOpenChange,
  trigger,
  title,
  description,
  size = 'medium',
  footer,
  children,
}: DialogProps) {
  return (
    <Radix.Root {...given({ open: isOpen, onOpenChange })}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay
          className={classes(scrim, 'flex items-end justify-center overflow-y-auto xs:items-start xs:p-4 xs:pt-[12vh]')}
        >
          <Radix.Content
            {...(description ? {} : { 'aria-describedby': undefined })}
            onInteractOutside={stayOpenForToasts}
            onOpenAutoFocus={focusFirstField}
            className={classes(
              'flex w-full flex-col rounded-t-xl border border-line-strong bg-raised shadow-raised outline-none animate-rise xs:rounded-xl',
              widths[size],
            )}
          >
            <OverlayHeader title={title} description={description} />
            {children && <div className="px-4 pb-4">{children}</div>}
            {footer && <div className="flex flex-wrap justify-end gap-2 border-t px-4 py-3">{footer}</div>}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Wraps a button that closes the dialog or sheet it stands in. */
export function CloseOverlay({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>
}

export function OverlayHeader({
  title,
  description,
  actions,
}: {
  title: string
  description?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="flex items-start gap-2 py-3 ps-4 pe-3">
      <div className="min-w-0 flex-1 pt-1">
        <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
        {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
      </div>
      {actions}
      <Radix.Close asChild>
        <IconButton label={texts.close} keys="escape">
          <X className="size-4" />
        </IconButton>
      </Radix.Close>
    </div>
  )
}
