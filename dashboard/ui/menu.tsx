import { useState, type ReactNode } from 'react'
import { closedTrigger } from './closed-trigger.tsx'
import { useParts } from './lazy-parts.ts'
import type {
  MenuCheckboxItemProps,
  MenuItemProps,
  MenuProps,
  MenuRadioGroupProps,
  MenuSubProps,
} from './menu-parts.tsx'
import { menuParts } from './overlays.ts'

/** Actions behind a button. */
export function Menu(props: Omit<MenuProps, 'isOpenAtFirst'>) {
  const { trigger, isOpen, onOpenChange } = props
  const [wasOpened, setWasOpened] = useState(false)
  if (isOpen && !wasOpened) setWasOpened(true)
  const parts = useParts(menuParts, wasOpened)
  if (parts) return <parts.Menu {...props} isOpenAtFirst />
  return closedTrigger(trigger, 'menu', () => {
    setWasOpened(true)
    onOpenChange?.(true)
  })
}

// What stands in a menu is there only when it is open, and then its parts are.
const within = () => menuParts.parts

export function MenuItem(props: MenuItemProps) {
  const parts = within()
  return parts && <parts.MenuItem {...props} />
}

/** An item that is a link: give it the router's link as its child. */
export function MenuLink(props: { children: ReactNode }) {
  const parts = within()
  return parts && <parts.MenuLink {...props} />
}

export function MenuCheckboxItem(props: MenuCheckboxItemProps) {
  const parts = within()
  return parts && <parts.MenuCheckboxItem {...props} />
}

export function MenuRadioGroup<Value extends string>(props: MenuRadioGroupProps<Value>) {
  const parts = within()
  return parts && <parts.MenuRadioGroup {...props} />
}

export function MenuSub(props: MenuSubProps) {
  const parts = within()
  return parts && <parts.MenuSub {...props} />
}

export function MenuLabel(props: { children: ReactNode }) {
  const parts = within()
  return parts && <parts.MenuLabel {...props} />
}

export function MenuSeparator() {
  const parts = within()
  return parts && <parts.MenuSeparator />
}
