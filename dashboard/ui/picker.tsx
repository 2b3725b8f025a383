import { useState, type ReactNode } from 'react'
import { OptionList, type OptionListProps } from './option-list.tsx'
import { Popover } from './popover.tsx'

export type PickerProps<Value extends string> = OptionListProps<Value> & {
  trigger: ReactNode
  isOpen?: boolean | undefined
  onOpenChange?: ((isOpen: boolean) => void) | undefined
  align?: 'start' | 'center' | 'end' | undefined
  /** What stands below the options. */
  footer?: ReactNode
}

/** A button that opens a searchable list; a single choice closes it. */
export function Picker<Value extends string>({
  trigger,
  isOpen,
  onOpenChange,
  align,
  footer,
  ...list
}: PickerProps<Value>) {
  const [isOpenHere, setIsOpenHere] = useState(false)
  const change = (next: boolean) => {
    setIsOpenHere(next)
    if (!next) list.onQueryChange?.('')
    onOpenChange?.(next)
  }
  const pick = (value: Value) => {
    list.onPick(value)
    if (!list.isMultiple) change(false)
  }
  return (
    <Popover
      trigger={trigger}
      label={list.label}
      isOpen={isOpen ?? isOpenHere}
      onOpenChange={change}
      align={align}
      isWide
      className="w-72 overflow-hidden! p-0"
    >
      <OptionList {...list} onPick={pick} />
      {footer && <div className="border-t p-1">{footer}</div>}
    </Popover>
  )
}
