import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import { classes } from './classes.ts'
import { rowAfter } from './row-keys.ts'

export type VirtualListHandle = {
  focusRow: (index: number) => void
  scrollToRow: (index: number, align?: 'start' | 'center' | 'end' | 'auto') => void
  element: HTMLDivElement | null
}

export type RowState = {
  index: number
  /** Give it to the row's one focusable thing, together with `data-row-focus`. */
  tabIndex: 0 | -1
  isActive: boolean
}

export type VirtualListProps<Item> = {
  label: string
  items: readonly Item[]
  itemKey: (item: Item) => string
  /** The height of a row in pixels, before it is measured. */
  rowHeight: number
  renderRow: (item: Item, state: RowState) => ReactNode
  /** The row that holds the tab stop; the arrows, Home, End and the page keys move it. */
  activeIndex: number
  onActiveChange: (index: number) => void
  /** Called when the last rows come near. */
  onEndReached?: (() => void) | undefined
  initialOffset?: number | undefined
  onScroll?: ((offset: number) => void) | undefined
  /** What stands below the last row, such as LoadMore. */
  end?: ReactNode
  handle?: Ref<VirtualListHandle> | undefined
  className?: string | undefined
}

/** A list of which only the rows near the window exist. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, itemKey, rowHeight, renderRow, activeIndex, onActiveChange, end, handle, className } = props
  const frame = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyAt(items, index, itemKey),
    overscan: 8,
    initialOffset: props.initialOffset ?? 0,
  })
  useNearEnd(rows, items.length, props.onEndReached)
  const focusRow = (index: number) => {
    rows.scrollToIndex(index, { align: 'auto' })
    focusWhenThere(frame.current, index)
  }
  useImperativeHandle(handle, () => ({
    focusRow,
    scrollToRow: (index, align = 'auto') => rows.scrollToIndex(index, { align }),
    element: frame.current,
  }))
  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / rowHeight) - 1)
    const next = rowAfter(event, activeIndex, items.length, page)
    if (next === undefined) return
    event.preventDefault()
    onActiveChange(next)
    focusRow(next)
  }
  return (
    <div
      ref={frame}
      onScroll={(event) => props.onScroll?.(event.currentTarget.scrollTop)}
      className={classes('min-h-0 overflow-y-auto overscroll-contain [overflow-anchor:none]', className)}
    >
      <div
        role="list"
        aria-label={label}
        onKeyDown={press}
        className="relative"
        style={{ height: rows.getTotalSize() }}
      >
        <Rows rows={rows} items={items} activeIndex={activeIndex} renderRow={renderRow} />
      </div>
      {end}
    </div>
  )
}

type RowsProps<Item> = Pick<VirtualListProps<Item>, 'items' | 'activeIndex' | 'renderRow'> & {
  rows: Virtualizer<HTMLDivElement, Element>
}

function Rows<Item>({ rows, items, activeIndex, renderRow }: RowsProps<Item>) {
  const active = Math.min(Math.max(activeIndex, 0), items.length - 1)
  return rows.getVirtualItems().map(({ index, key, start }) => {
    const item = items[index]
    if (item === undefined) return undefined
    return (
      <div
        key={key}
        ref={rows.measureElement}
        role="listitem"
        aria-setsize={items.length}
        aria-posinset={index + 1}
        data-index={index}
        className="absolute inset-x-0 top-0"
        style={{ transform: `translateY(${start}px)` }}
      >
        {renderRow(item, { index, isActive: index === active, tabIndex: index === active ? 0 : -1 })}
      </div>
    )
  })
}

function keyAt<Item>(items: readonly Item[], index: number, itemKey: (item: Item) => string): string | number {
  const item = items[index]
  return item === undefined ? index : itemKey(item)
}

function useNearEnd(
  rows: Virtualizer<HTMLDivElement, Element>,
  count: number,
  onEndReached: (() => void) | undefined,
): void {
  const reach = useEffectEvent(() => onEndReached?.())
  const last = rows.getVirtualItems().at(-1)?.index ?? -1
  const isNear = count > 0 && last >= count - 5
  useEffect(() => {
    if (isNear) reach()
  }, [isNear, count])
}

// A row that was far away exists only after the list has scrolled there.
function focusWhenThere(frame: HTMLDivElement | null, index: number, patience = 5): void {
  const row = frame?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-focus]`)
  if (row) row.focus({ preventScroll: true })
  else if (patience > 0) requestAnimationFrame(() => focusWhenThere(frame, index, patience - 1))
}
