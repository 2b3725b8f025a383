import { useId, type ReactNode } from 'react'
import { Choice } from './checkbox.tsx'
import { useGroupName } from './field-context.ts'

export type RadioOption<Value extends string> = {
  value: Value
  label: ReactNode
  hint?: ReactNode
  isDisabled?: boolean
}

export type RadioGroupProps<Value extends string> = {
  value: Value | undefined
  onValueChange: (value: Value) => void
  options: RadioOption<Value>[]
  /** Without a Field around it. */
  label?: string | undefined
}

export function RadioGroup<Value extends string>({ value, onValueChange, options, label }: RadioGroupProps<Value>) {
  const name = useId()
  const groupName = useGroupName(label)
  return (
    <div role="radiogroup" {...groupName} className="flex flex-col gap-1.5">
      {options.map((option) => (
        <Choice
          key={option.value}
          label={option.label}
          hint={option.hint}
          isDisabled={option.isDisabled}
          control={
            <span className="relative inline-flex size-6 shrink-0 items-center justify-center">
              <input
                type="radio"
                name={name}
                checked={value === option.value}
                disabled={option.isDisabled ?? false}
                onChange={() => onValueChange(option.value)}
                className="peer absolute inset-0 size-6 cursor-pointer appearance-none rounded-full outline-offset-[-3px]"
              />
              <span
                aria-hidden
                className="pointer-events-none size-4 rounded-full border border-control bg-surface peer-checked:border-5 peer-checked:border-accent peer-disabled:opacity-50"
              />
            </span>
          }
        />
      ))}
    </div>
  )
}
