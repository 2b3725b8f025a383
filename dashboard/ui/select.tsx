import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode, RefObject } from 'react'
import { classes } from './classes.ts'
import { controlClasses, type ControlLook } from './control-classes.ts'
import { useFieldControl } from './field-context.ts'
import { menuItem, menuLabel, menuSeparator } from './menu-classes.ts'
import { floating } from './overlay.ts'
import { texts } from './texts.ts'

export type SelectOption<Value extends string> = {
  value: Value
  label: string
  icon?: ReactNode
  hint?: string
  isDisabled?: boolean
}
export type SelectGroup<Value extends string> = { label: string; options: SelectOption<Value>[] }

export type SelectProps<Value extends string> = {
  value: Value | undefined
  onValueChange: (value: Value) => void
  options: (SelectOption<Value> | SelectGroup<Value>)[]
  placeholder?: string | undefined
  /** Its name, without a Field around it. */
  label?: string | undefined
  look?: ControlLook | undefined
  isDisabled?: boolean | undefined
  className?: string | undefined
}

// Radix keeps the empty value for "nothing chosen", but "none" is a fair choice: values get a sign in front.
const sign = '='

export function Select<Value extends string>({
  value,
  onValueChange,
  options,
  placeholder = texts.select,
  label,
  look,
  isDisabled = false,
  className,
}: SelectProps<Value>) {
  const field = useFieldControl()
  const trigger = useRef<HTMLButtonElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  useStayingInSight(isOpen, trigger)
  const flat = options.flatMap((option) => ('options' in option ? option.options : [option]))
  const chosen = flat.find((option) => option.value === value)
  return (
    <Radix.Root
      value={value === undefined ? '' : sign + value}
      onValueChange={(signed) => signed && onValueChange(signed.slice(sign.length) as Value)}
      disabled={isDisabled}
      open={isOpen}
      onOpenChange={setIsOpen}
    >
      <Radix.Trigger
        ref={trigger}
        {...field}
        {...(label === undefined ? {} : { 'aria-label': label })}
        className={controlClasses(
          look,
          classes(
            'inline-flex h-control items-center justify-between gap-2 ps-2.5 pe-2 text-start data-placeholder:text-faint',
            className,
          ),
        )}
      >
        <span className="min-w-0 truncate">
          <Radix.Value placeholder={placeholder}>{chosen && <Shown option={chosen} />}</Radix.Value>
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={classes(
            floating,
            'max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-96 overflow-hidden',
          )}
        >
          <Radix.Viewport className="p-1">
            <Options options={options} />
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/**
 * Radix hides everything else from those who hear the page, the button too that says what is being chosen, although it can
 * be focused still. A list of choices is no dialog: what it belongs to stays there.
 */
function useStayingInSight(isOpen: boolean, trigger: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!isOpen) return undefined
    const show = () => trigger.current?.closest('[aria-hidden="true"]')?.removeAttribute('aria-hidden')
    show()
    const observer = new MutationObserver(show)
    observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['aria-hidden'] })
    return () => observer.disconnect()
  }, [isOpen, trigger])
}

function Options({ options }: { options: (SelectOption<string> | SelectGroup<string>)[] }) {
  return options.map((option) =>
    'options' in option ? (
      <Radix.Group key={option.label}>
        <Radix.Label className={menuLabel}>{option.label}</Radix.Label>
        {option.options.map((inner) => (
          <Item key={inner.value} option={inner} />
        ))}
        <Radix.Separator className={classes(menuSeparator, 'last:hidden')} />
      </Radix.Group>
    ) : (
      <Item key={option.value} option={option} />
    ),
  )
}

function Item({ option }: { option: SelectOption<string> }) {
  return (
    <Radix.Item
      value={sign + option.value}
      textValue={option.label}
      disabled={option.isDisabled ?? false}
      className={menuItem}
    >
      <span className="min-w-0 flex-1">
        <Radix.ItemText>
          <Shown option={option} />
          {option.hint && <span className="block text-xs text-muted">{option.hint}</span>}
        </Radix.ItemText>
      </span>
      <Radix.ItemIndicator>
        <Check aria-hidden className="size-4 text-accent-text" />
      </Radix.ItemIndicator>
    </Radix.Item>
  )
}

function Shown({ option }: { option: SelectOption<string> }) {
  return (
    <span className="inline-flex items-center gap-2 [&>svg]:size-4 [&>svg]:text-faint">
      {option.icon}
      {option.label}
    </span>
  )
}
