import { useRef } from 'react'
import type { MouseEvent, PointerEvent } from 'react'

import { offsetOf, outcomeOf } from './swiping.ts'
import type { Swipe } from './swiping.ts'

const slidePixels = 10
const leaveMilliseconds = 140

interface Moving {
  pointerId: number
  x: number
  y: number
  /** Until it is clear whether one scrolls or swipes. */
  isSwiping: boolean
}

/**
 * A row that follows the finger sideways, and does what it was brought to. Up and down is the list's: the browser scrolls, and
 * takes the pointer away (`touch-action: pan-y`). Nothing is drawn anew meanwhile, only the row's place changes.
 */
export function useSwipe(onSwipe: (swipe: Swipe) => void) {
  const moving = useRef<Moving>(undefined)
  const wasSwiped = useRef(false)
  const row = useRef<HTMLDivElement>(null)
  const place = (offset: number, isSettling: boolean) => {
    const element = row.current
    if (!element) return
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    element.style.transition = isSettling && !isCalm ? `transform ${leaveMilliseconds}ms ease-out` : ''
    element.style.transform = offset === 0 ? '' : `translateX(${offset}px)`
    const side = outcomeOf(offset, element.offsetWidth, isRightToLeft(element))
    if (element.parentElement)
      element.parentElement.dataset['swipe'] = offset === 0 ? 'none' : (side ?? sideOf(offset, element))
    if (element.parentElement) element.parentElement.toggleAttribute('data-swipe-ready', side !== undefined)
  }
  const end = () => {
    moving.current = undefined
    place(0, true)
  }
  return {
    row,
    handlers: {
      onPointerDown: ({ pointerType, isPrimary, pointerId, clientX: x, clientY: y }: PointerEvent) => {
        wasSwiped.current = false
        if (pointerType === 'touch' && isPrimary) moving.current = { pointerId, x, y, isSwiping: false }
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const from = moving.current
        if (from?.pointerId !== event.pointerId) return
        const [across, down] = [event.clientX - from.x, event.clientY - from.y]
        if (!from.isSwiping && Math.abs(down) > slidePixels && Math.abs(down) > Math.abs(across)) return end()
        if (!from.isSwiping && Math.abs(across) < slidePixels) return
        if (!from.isSwiping) event.currentTarget.setPointerCapture(event.pointerId)
        from.isSwiping = true
        wasSwiped.current = true
        place(offsetOf(across), false)
      },
      onPointerUp: (event: PointerEvent) => {
        const from = moving.current
        if (from?.pointerId !== event.pointerId) return
        const element = row.current
        end()
        if (!from.isSwiping || !element) return
        const outcome = outcomeOf(event.clientX - from.x, element.offsetWidth, isRightToLeft(element))
        if (outcome) onSwipe(outcome)
      },
      onPointerCancel: end,
      // The end of a swipe is no press on the row.
      onClickCapture: (event: MouseEvent) => {
        if (!wasSwiped.current) return
        wasSwiped.current = false
        event.preventDefault()
        event.stopPropagation()
      },
    },
  }
}

function isRightToLeft(element: HTMLElement): boolean {
  return getComputedStyle(element).direction === 'rtl'
}

function sideOf(offset: number, element: HTMLElement): Swipe {
  return offset > 0 === !isRightToLeft(element) ? 'resolve' : 'snooze'
}
