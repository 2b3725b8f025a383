import { useEffect, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { classes } from './classes.ts'

export type SplitterProps = {
  /** What the width is of. */
  label: string
  /** Where the browser remembers the width. */
  storageKey: string
  initial: number
  min: number
  max: number
  /** The edge of the panel that is dragged. */
  edge?: 'start' | 'end' | undefined
  className?: string | undefined
  children: ReactNode
}

/** A panel whose width one sets by dragging its edge, or with the arrows when the edge has the focus. */
export function Splitter({ label, storageKey, initial, min, max, edge = 'end', className, children }: SplitterProps) {
  const [width, setWidth] = useState(() => within(stored(storageKey) ?? initial, min, max))
  useEffect(() => store(storageKey, width), [storageKey, width])
  const widen = (by: number) => setWidth((current) => within(current + by, min, max))
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    widen(event.movementX * outward(event.currentTarget, edge))
  }
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = (event.shiftKey ? 64 : 16) * outward(event.currentTarget, edge)
    if (event.key === 'ArrowRight') widen(step)
    else if (event.key === 'ArrowLeft') widen(-step)
    else if (event.key === 'Home') setWidth(min)
    else if (event.key === 'End') setWidth(max)
    else if (event.key === 'Enter') setWidth(initial)
    else return
    event.preventDefault()
  }
  return (
    <div className={classes('relative flex min-h-0 shrink-0 flex-col', className)} style={{ width }}>
      {children}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={Math.round(width)}
        aria-valuemin={min}
        aria-valuemax={max}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => setWidth(initial)}
        onKeyDown={press}
        className={classes(
          'absolute inset-y-0 z-10 w-2 cursor-col-resize touch-none outline-none after:absolute after:inset-y-0 after:start-[3px] after:w-0.5 after:transition-colors hover:after:bg-line-strong focus-visible:after:bg-focus active:after:bg-focus',
          edge === 'end' ? '-end-1' : '-start-1',
        )}
      />
    </div>
  )
}

/** 1 where moving to the right makes the panel wider, else -1. */
function outward(handle: HTMLElement, edge: 'start' | 'end'): 1 | -1 {
  const isRightToLeft = getComputedStyle(handle).direction === 'rtl'
  return (edge === 'end') === isRightToLeft ? -1 : 1
}

function within(width: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, width))
}

function stored(key: string): number | undefined {
  try {
    return Number.parseFloat(localStorage.getItem(key) ?? '') || undefined
  } catch {
    return undefined
  }
}

function store(key: string, width: number): void {
  try {
    localStorage.setItem(key, String(Math.round(width)))
  } catch {
    // It lasts as long as the page.
  }
}
