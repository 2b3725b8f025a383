import { useState } from 'react'
import type { FocusEvent, PointerEvent } from 'react'

interface RowHandlers {
  onPointerEnter: (event: PointerEvent) => void
  onPointerLeave: () => void
  onFocus: () => void
  onBlur: (event: FocusEvent) => void
}

/** Pointed at or focused: only then a row has its buttons, so that a thread of hundreds has few. */
export function useActiveRow(): { isActive: boolean; handlers: RowHandlers } {
  const [isPointed, setIsPointed] = useState(false)
  const [isFocused, setIsFocused] = useState(false)
  return {
    isActive: isPointed || isFocused,
    handlers: {
      onPointerEnter: ({ pointerType }) => setIsPointed(pointerType === 'mouse'),
      onPointerLeave: () => setIsPointed(false),
      onFocus: () => setIsFocused(true),
      onBlur: ({ currentTarget, relatedTarget }) => setIsFocused(currentTarget.contains(relatedTarget)),
    },
  }
}
