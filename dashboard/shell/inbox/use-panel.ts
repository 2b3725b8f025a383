import { useState } from 'react'

import { useIsVeryWide } from './use-is-wide.ts'

const key = 'tether.panel.open'

/** Whether the contact stands beside the thread: remembered where there is room, and closed at first where there is none. */
export function usePanel(): { isOpen: boolean; toggle: () => void; close: () => void } {
  const isVeryWide = useIsVeryWide()
  const [isKept, setIsKept] = useState(() => localStorage.getItem(key) !== 'no')
  const [isOver, setIsOver] = useState(false)
  const become = (isOpen: boolean) => {
    if (!isVeryWide) return setIsOver(isOpen)
    localStorage.setItem(key, isOpen ? 'yes' : 'no')
    setIsKept(isOpen)
  }
  const isOpen = isVeryWide ? isKept : isOver
  return { isOpen, toggle: () => become(!isOpen), close: () => become(false) }
}
