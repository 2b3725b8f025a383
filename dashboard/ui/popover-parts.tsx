import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { given } from './given.ts'
import { floating, stayOpenForToasts } from './overlay.ts'

export type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactNode
  /** Its name for those who hear the page. */
  label: string
  isOpen?: boolean | undefined
  onOpenChange?: ((isOpen: boolean) => void) | undefined
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined
  align?: 'start' | 'center' | 'end' | undefined
  /** At least as wide as its trigger. */
  isWide?: boolean | undefined
  /** False keeps the focus where it is, as for suggestions while one writes. */
  takesFocus?: boolean | undefined
  className?: string | undefined
  isOpenAtFirst: boolean
  children: ReactNode
}

export function Popover(props: PopoverProps) {
  const {
    trigger,
    label,
    isOpen,
    onOpenChange,
    side,
    align = 'start',
    isWide,
    takesFocus = true,
    className,
    isOpenAtFirst,
    children,
  } = props
  return (
    <Radix.Root defaultOpen={isOpenAtFirst} {...given({ open: isOpen, onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onInteractOutside={stayOpenForToasts}
          {...given({ side })}
          {...(takesFocus ? {} : { onOpenAutoFocus: (event: Event) => event.preventDefault() })}
          className={classes(
            floating,
            'max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-1rem)] overflow-y-auto',
            isWide && 'min-w-(--radix-popover-trigger-width)',
            className ?? 'w-72 p-3',
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
