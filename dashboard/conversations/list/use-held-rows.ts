import { useEffect, useMemo, useRef, useState } from 'react'
import type { PointerEvent } from 'react'

import type { Row } from '../rows.ts'
import { hold, show } from './held-order.ts'
import type { Held } from './held-order.ts'

const topPixels = 24
const afterTouchMilliseconds = 800

/** The rows as they are shown: they stand still while somebody points at them, or has scrolled away from the top. */
export function useHeldRows(rows: readonly Row[], initialOffset: number) {
  const [held, setHeld] = useState<Held>()
  const shown = useMemo(() => show(rows, held), [rows, held])
  // What was read on is held with the rest.
  if (held && shown.rows.length > held.ids.length) setHeld(hold(shown.rows, held))
  const latest = useRef(shown)
  const pointing = useRef(false)
  const offset = useRef(initialOffset)
  const touch = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    latest.current = shown
  }, [shown])
  useEffect(() => () => clearTimeout(touch.current), [])
  const decide = () => {
    const isHolding = pointing.current || offset.current > topPixels
    setHeld((current) => (isHolding ? (current ?? hold(latest.current.rows)) : undefined))
  }
  const point = (isPointing: boolean) => {
    clearTimeout(touch.current)
    pointing.current = isPointing
    decide()
  }
  return {
    shown,
    /** From where it has scrolled to. */
    onScroll: (to: number) => {
      const wasAway = offset.current > topPixels
      offset.current = to
      if (wasAway !== to > topPixels) decide()
    },
    /** Shows what there is by now, and holds that. */
    showNew: () => setHeld(pointing.current ? hold(show(rows, undefined).rows) : undefined),
    pointerProps: {
      onPointerEnter: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && point(true),
      onPointerLeave: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && point(false),
      onPointerDown: ({ pointerType }: PointerEvent) => {
        if (pointerType === 'mouse') return
        point(true)
        touch.current = setTimeout(() => point(false), afterTouchMilliseconds)
      },
    },
  }
}
