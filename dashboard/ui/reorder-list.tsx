import { GripVertical } from 'lucide-react'
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { reorderTexts } from './reorder-texts.ts'
import { tip } from './tooltip.tsx'
import { announce } from './use-announce.tsx'

type ReorderListProps<Item> = {
  label: string
  items: readonly Item[]
  keyOf: (item: Item) => string
  /** What the handle moves, for those who do not see it. */
  nameOf: (item: Item) => string
  onMove: (from: number, to: number) => void
  isDisabled?: boolean
  className?: string
  children: (item: Item, handle: ReactNode, index: number) => ReactNode
}

/** A list put in order by its handles: dragged, or moved by the arrow keys. */
export function ReorderList<Item>(props: ReorderListProps<Item>) {
  const { label, items, keyOf, nameOf, onMove, isDisabled = false, className, children } = props
  const list = useRef<HTMLUListElement>(null)
  const dragged = useRef<number | undefined>(undefined)
  const move = (from: number, to: number) => {
    const item = items[from]
    if (item === undefined || from === to || to < 0 || to >= items.length) return
    onMove(from, to)
    announce(reorderTexts.moved(nameOf(item), to + 1, items.length))
  }
  const press = (event: KeyboardEvent, index: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    move(index, index + step)
  }
  const drag = (event: PointerEvent) => {
    if (dragged.current === undefined || !list.current) return
    const to = indexAt(list.current, event.clientY)
    if (to === dragged.current) return
    move(dragged.current, to)
    dragged.current = to
  }
  return (
    <ul ref={list} aria-label={label} className={classes('flex flex-col', className)}>
      {items.map((item, index) => {
        const handle = (
          <button
            type="button"
            aria-label={reorderTexts.handle(nameOf(item))}
            {...tip(reorderTexts.hint)}
            disabled={isDisabled || items.length < 2}
            onKeyDown={(event) => press(event, index)}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId)
              dragged.current = index
            }}
            onPointerMove={drag}
            onPointerUp={() => (dragged.current = undefined)}
            onPointerCancel={() => (dragged.current = undefined)}
            className="flex h-8 w-6 shrink-0 cursor-grab! touch-none items-center justify-center rounded-sm text-faint outline-offset-0 not-disabled:hover:bg-hover not-disabled:hover:text-text disabled:hidden active:cursor-grabbing!"
          >
            <GripVertical aria-hidden className="size-4" />
          </button>
        )
        return <li key={keyOf(item)}>{children(item, handle, index)}</li>
      })}
    </ul>
  )
}

/** The list with one item at another place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from)
  return [...rest.slice(0, to), items[from]!, ...rest.slice(to)]
}

/** Past the middle of a neighbour counts as its place. */
function indexAt(list: HTMLElement, y: number): number {
  const middles = [...list.children].map((child) => {
    const { top, height } = child.getBoundingClientRect()
    return top + height / 2
  })
  const after = middles.findIndex((middle) => y < middle)
  return after === -1 ? middles.length - 1 : Math.max(0, after)
}
