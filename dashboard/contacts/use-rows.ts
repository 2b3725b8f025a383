import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent } from 'react'
import type { RefObject } from 'react'

interface RowsAsked {
  frame: RefObject<HTMLDivElement | null>
  count: number
  keyAt: (index: number) => string | number
  height: number
  onEndReached: () => void
}

/** The rows near the window, and the way to one that is elsewhere. */
export function useRows({ frame, count, keyAt, height, onEndReached }: RowsAsked) {
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    getItemKey: keyAt,
    overscan: 12,
  })
  const items = rows.getVirtualItems()
  useNearEnd(items.at(-1)?.index ?? -1, count, onEndReached)
  const focus = (index: number) => {
    rows.scrollToIndex(index, { align: 'auto' })
    focusRow(frame.current, index)
  }
  return { items, totalHeight: rows.getTotalSize(), focus }
}

function useNearEnd(last: number, count: number, onEndReached: () => void): void {
  const reach = useEffectEvent(onEndReached)
  // Another number whenever more was loaded and the end is near again.
  const nearEndOf = count > 0 && last >= count - 20 ? count : 0
  useEffect(() => {
    if (nearEndOf > 0) reach()
  }, [nearEndOf])
}

// A row that was far away exists only after the table has scrolled there.
function focusRow(frame: HTMLElement | null, index: number, patience = 5): void {
  const row = frame?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-focus]`)
  if (row) row.focus({ preventScroll: true })
  else if (patience > 0) requestAnimationFrame(() => focusRow(frame, index, patience - 1))
}
