import { Tabs as Radix } from 'radix-ui'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { tabClasses, tabListClasses } from './tab-classes.ts'

export type TabItem<Value extends string> = {
  value: Value
  label: string
  icon?: ReactNode
  count?: number | undefined
  content: ReactNode
}

/** Panels of which one is seen. Where the choice belongs in the address, use links with `tabClasses`. */
export function Tabs<Value extends string>({
  value,
  onValueChange,
  items,
  label,
  className,
}: {
  value: Value
  onValueChange: (value: Value) => void
  items: TabItem<Value>[]
  label: string
  className?: string
}) {
  const list = useRef<HTMLDivElement>(null)
  // Where not all have room, the one that is open is in sight.
  useEffect(() => {
    list.current?.querySelector('[data-state="active"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [value])
  return (
    <Radix.Root
      value={value}
      onValueChange={(chosen) => onValueChange(chosen as Value)}
      className={classes('min-w-0', className)}
    >
      <Radix.List ref={list} aria-label={label} className={tabListClasses}>
        {items.map((item) => (
          <Radix.Trigger key={item.value} value={item.value} className={tabClasses(item.value === value)}>
            {item.icon}
            {item.label}
            {item.count !== undefined && (
              <span className="text-xs font-normal text-faint tabular-nums">{item.count}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="pt-3 outline-offset-4">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
