import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { given } from './given.ts'
import { Kbd } from './kbd.tsx'
import { menuDanger, menuItem, menuLabel, menuPanel, menuSeparator } from './menu-classes.ts'

export type MenuProps = {
  trigger: ReactNode
  isOpen?: boolean | undefined
  onOpenChange?: ((isOpen: boolean) => void) | undefined
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined
  align?: 'start' | 'center' | 'end' | undefined
  /** Where the focus goes when it closes, if not back to the button: what is opened then takes it. */
  onCloseAutoFocus?: ((event: Event) => void) | undefined
  isOpenAtFirst: boolean
  children: ReactNode
}

/** Actions behind a button, once it was pressed. */
export function Menu(props: MenuProps) {
  const { trigger, isOpen, onOpenChange, side, align = 'start', onCloseAutoFocus, isOpenAtFirst, children } = props
  return (
    <DropdownMenu.Root modal={false} defaultOpen={isOpenAtFirst} {...given({ open: isOpen, onOpenChange })}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          loop
          {...given({ side, onCloseAutoFocus })}
          className={menuPanel}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export type MenuItemProps = {
  icon?: ReactNode
  keys?: string | undefined
  isDanger?: boolean | undefined
  isDisabled?: boolean | undefined
  onSelect: (event: Event) => void
  children: ReactNode
}

export function MenuItem({ icon, keys, isDanger, isDisabled = false, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item disabled={isDisabled} onSelect={onSelect} className={classes(menuItem, isDanger && menuDanger)}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Kbd keys={keys} className="ps-3" />}
    </DropdownMenu.Item>
  )
}

export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Item asChild className={menuItem}>
      {children}
    </DropdownMenu.Item>
  )
}

export type MenuCheckboxItemProps = {
  isChecked: boolean
  onCheckedChange: (isChecked: boolean) => void
  children: ReactNode
}

export function MenuCheckboxItem({ isChecked, onCheckedChange, children }: MenuCheckboxItemProps) {
  return (
    <DropdownMenu.CheckboxItem
      checked={isChecked}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
      className={menuItem}
    >
      <MenuMark />
      {children}
    </DropdownMenu.CheckboxItem>
  )
}

export type MenuRadioGroupProps<Value extends string> = {
  value: Value
  onValueChange: (value: Value) => void
  options: { value: Value; label: ReactNode }[]
}

export function MenuRadioGroup<Value extends string>({ value, onValueChange, options }: MenuRadioGroupProps<Value>) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(chosen) => onValueChange(chosen as Value)}>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={menuItem}>
          <MenuMark />
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}

function MenuMark() {
  return (
    <span className="flex size-4 items-center text-accent-text">
      <DropdownMenu.ItemIndicator>
        <Check className="size-4" />
      </DropdownMenu.ItemIndicator>
    </span>
  )
}

export type MenuSubProps = { label: string; icon?: ReactNode; children: ReactNode }

export function MenuSub({ label, icon, children }: MenuSubProps) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={classes(menuItem, 'data-[state=open]:bg-hover')}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <ChevronRight className="rtl:-scale-x-100" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent sideOffset={2} collisionPadding={8} className={menuPanel}>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className={menuLabel}>{children}</DropdownMenu.Label>
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className={menuSeparator} />
}
