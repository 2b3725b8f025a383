import { useState } from 'react'
import { closedTrigger } from './closed-trigger.tsx'
import { useParts } from './lazy-parts.ts'
import { popoverParts } from './overlays.ts'
import type { PopoverProps } from './popover-parts.tsx'

/** Something beside the button that opens it. */
export function Popover(props: Omit<PopoverProps, 'isOpenAtFirst'>) {
  const { trigger, isOpen, onOpenChange } = props
  const [wasOpened, setWasOpened] = useState(false)
  if (isOpen && !wasOpened) setWasOpened(true)
  const parts = useParts(popoverParts, wasOpened)
  if (parts) return <parts.Popover {...props} isOpenAtFirst />
  return closedTrigger(trigger, 'dialog', () => {
    setWasOpened(true)
    onOpenChange?.(true)
  })
}
