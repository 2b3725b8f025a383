import { useRef, useState, type MouseEvent, type PointerEvent, type ReactNode } from 'react'
import { Menu, MenuItem, MenuSeparator } from './menu.tsx'

export type ContextMenuEntry =
  | 'separator'
  | { label: string; icon?: ReactNode; keys?: string; isDanger?: boolean; isDisabled?: boolean; onSelect: () => void }

interface ContextMenuProps {
  /** What the menu is of. */
  label: string
  /** Only asked when it opens. */
  entries: () => ContextMenuEntry[]
  children: ReactNode
}

const longPressMilliseconds = 700

/** Actions by a press of the other button, the menu key, or a long press. A list of hundreds pays nothing for it. */
export function ContextMenu({ label, entries, children }: ContextMenuProps) {
  const [place, setPlace] = useState<{ left: number; top: number }>()
  const before = useRef<HTMLElement | null>(null)
  const open = ({ clientX: left, clientY: top }: Pick<MouseEvent, 'clientX' | 'clientY'>) => {
    before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setPlace({ left, top })
  }
  const press = useLongPress(open)
  const close = (isOpen: boolean) => isOpen || setPlace(undefined)
  const giveFocusBack = (event: Event) => {
    event.preventDefault()
    before.current?.focus({ preventScroll: true })
  }
  return (
    <>
      <div
        role="presentation"
        className="contents"
        onContextMenu={(event) => {
          event.preventDefault()
          press.onPointerUp()
          open(event)
        }}
        {...press}
      >
        {children}
      </div>
      {place && (
        <Menu
          isOpen
          onOpenChange={close}
          onCloseAutoFocus={giveFocusBack}
          trigger={
            <button
              type="button"
              tabIndex={-1}
              aria-label={label}
              className="pointer-events-none fixed"
              style={place}
            />
          }
        >
          <Entries entries={entries} />
        </Menu>
      )}
    </>
  )
}

/** Not every phone says of a long press that it asks for a menu. */
function useLongPress(open: (event: PointerEvent) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stop = () => clearTimeout(timer.current)
  return {
    onPointerDown: (event: PointerEvent) => {
      stop()
      if (event.pointerType !== 'mouse') timer.current = setTimeout(() => open(event), longPressMilliseconds)
    },
    onPointerMove: stop,
    onPointerUp: stop,
    onPointerCancel: stop,
  }
}

function Entries({ entries }: Pick<ContextMenuProps, 'entries'>) {
  return entries().map((entry, index) =>
    entry === 'separator' ? (
      <MenuSeparator key={`separator ${index}`} />
    ) : (
      <MenuItem key={entry.label} {...entry}>
        {entry.label}
      </MenuItem>
    ),
  )
}
