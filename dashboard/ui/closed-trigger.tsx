import { cloneElement, isValidElement, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'

interface Handlers {
  onClick?: (event: MouseEvent) => void
  onKeyDown?: (event: KeyboardEvent) => void
}

/** The button of something that was not opened yet: it costs a page of hundreds no more than a button. */
export function closedTrigger(trigger: ReactNode, opens: 'menu' | 'dialog', onOpen: () => void): ReactNode {
  if (!isValidElement<Handlers>(trigger)) return trigger
  const { onClick, onKeyDown } = trigger.props
  return cloneElement(trigger, {
    'aria-haspopup': opens,
    'aria-expanded': false,
    'data-state': 'closed',
    onClick: (event: MouseEvent) => {
      onClick?.(event)
      if (!event.defaultPrevented) onOpen()
    },
    onKeyDown: (event: KeyboardEvent) => {
      onKeyDown?.(event)
      if (opens !== 'menu' || event.key !== 'ArrowDown' || event.defaultPrevented) return
      event.preventDefault()
      onOpen()
    },
  } as Handlers)
}
