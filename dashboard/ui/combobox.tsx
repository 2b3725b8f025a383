import { ChevronDown, X } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { controlClasses, type ControlLook } from './control-classes.ts'
import { useFieldControl } from './field-context.ts'
import type { OptionListProps } from './option-list.tsx'
import type { Option } from './options.ts'
import { Picker } from './picker.tsx'
import { texts } from './texts.ts'

type Shared<Value extends string> = Omit<OptionListProps<Value>, 'selected' | 'onPick' | 'isMultiple'> & {
  look?: ControlLook | undefined
  isDisabled?: boolean | undefined
  className?: string | undefined
}

export type ComboboxProps<Value extends string> = Shared<Value> & {
  value: Value | undefined
  onValueChange: (value: Value | undefined) => void
  /** How the chosen one is shown while it is not among the options, as when they are searched elsewhere. */
  shown?: Option<Value> | undefined
  canClear?: boolean | undefined
}

/** A searchable choice of one. */
export function Combobox<Value extends string>(props: ComboboxProps<Value>) {
  const {
    value,
    onValueChange,
    shown,
    canClear = false,
    look,
    isDisabled = false,
    className,
    placeholder,
    ...list
  } = props
  const chosen = list.options.find((option) => option.value === value) ?? (shown?.value === value ? shown : undefined)
  const isClearable = canClear && value !== undefined && !isDisabled
  return (
    <div className={classes('relative min-w-0', className)}>
      <Picker
        {...list}
        selected={value === undefined ? [] : [value]}
        onPick={onValueChange}
        trigger={
          <ComboboxTrigger
            label={list.label}
            said={chosen?.label ?? value ?? placeholder ?? texts.select}
            look={look}
            isDisabled={isDisabled}
            hasClear={isClearable}
          >
            {chosen ? (
              <>
                {chosen.icon}
                <span className="truncate">{chosen.label}</span>
              </>
            ) : (
              <span className="truncate text-faint">{value ?? placeholder ?? texts.select}</span>
            )}
          </ComboboxTrigger>
        }
      />
      {isClearable && (
        <button
          type="button"
          aria-label={`${texts.clear}: ${list.label}`}
          onClick={() => onValueChange(undefined)}
          className="absolute inset-y-0 end-7 my-auto flex size-6 items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-text"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  )
}

type TriggerProps = Omit<ComponentProps<'button'>, 'children'> & {
  label: string
  /** What stands in it: who names it by what is read there shall be understood. */
  said?: string | undefined
  look: ControlLook | undefined
  isDisabled: boolean
  hasClear?: boolean
  children: ReactNode
}

// What Radix asks of its trigger (ref, aria-expanded, the press) arrives in `rest`.
export function ComboboxTrigger({ label, said, look, isDisabled, hasClear = false, children, ...rest }: TriggerProps) {
  const field = useFieldControl()
  return (
    <button
      type="button"
      {...rest}
      {...(field.id === undefined ? { 'aria-label': said ? `${label}: ${said}` : label } : field)}
      disabled={isDisabled}
      className={controlClasses(
        look,
        classes(
          'flex min-h-control items-center gap-2 ps-2.5 text-start [&>svg]:size-4 [&>svg]:shrink-0',
          hasClear ? 'pe-14' : 'pe-8',
        ),
      )}
    >
      {children}
      <ChevronDown aria-hidden className="absolute end-2 text-faint" />
    </button>
  )
}
