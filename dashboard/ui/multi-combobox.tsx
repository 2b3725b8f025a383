import { X } from 'lucide-react'
import { classes } from './classes.ts'
import { ComboboxTrigger, type ComboboxProps } from './combobox.tsx'
import { Picker } from './picker.tsx'
import { texts } from './texts.ts'
import type { Option } from './options.ts'

export type MultiComboboxProps<Value extends string> = Omit<
  ComboboxProps<Value>,
  'value' | 'onValueChange' | 'shown' | 'canClear'
> & {
  values: readonly Value[]
  onValuesChange: (values: Value[]) => void
  /** How chosen ones are shown while they are not among the options. */
  shown?: Option<Value>[] | undefined
}

/** A searchable choice of several: the chosen ones stand below it, each with its own button to take it away. */
export function MultiCombobox<Value extends string>(props: MultiComboboxProps<Value>) {
  const { values, onValuesChange, shown = [], look, isDisabled = false, className, placeholder, ...list } = props
  const named = values.map(
    (value) => [...list.options, ...shown].find((option) => option.value === value) ?? { value, label: value },
  )
  const toggle = (value: Value) =>
    onValuesChange(values.includes(value) ? values.filter((other) => other !== value) : [...values, value])
  return (
    <div className={classes('flex min-w-0 flex-col gap-1.5', className)}>
      <div className="relative">
        <Picker
          {...list}
          isMultiple
          selected={values}
          onPick={toggle}
          trigger={
            <ComboboxTrigger
              label={list.label}
              said={named.map((option) => option.label).join(', ') || (placeholder ?? texts.select)}
              look={look}
              isDisabled={isDisabled}
            >
              <span className={named.length > 0 ? 'truncate' : 'truncate text-faint'}>
                {named.map((option) => option.label).join(', ') || (placeholder ?? texts.select)}
              </span>
            </ComboboxTrigger>
          }
        />
      </div>
      {named.length > 0 && (
        <ul className="flex flex-wrap gap-1">
          {named.map((option) => (
            <li key={option.value} className="inline-flex h-6 max-w-full items-center rounded-md bg-hover ps-2 text-xs">
              <span className="truncate">{option.label}</span>
              <button
                type="button"
                disabled={isDisabled}
                aria-label={texts.remove(option.label)}
                onClick={() => toggle(option.value)}
                className="flex size-6 shrink-0 items-center justify-center rounded-md text-faint outline-offset-[-2px] hover:text-text"
              >
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
