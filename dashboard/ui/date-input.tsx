import { useId } from 'react'
import { useGroupName } from './field-context.ts'
import { Input, type InputProps } from './input.tsx'
import { texts } from './texts.ts'

export type DateInputProps = Omit<InputProps, 'type' | 'icon' | 'end'>

/** A day as `2026-03-12`. */
export function DateInput(props: DateInputProps) {
  return <Input {...props} type="date" />
}

/** A local date and time as `2026-03-12T14:05`. */
export function DateTimeInput(props: DateInputProps) {
  return <Input {...props} type="datetime-local" />
}

export function TimeInput(props: DateInputProps) {
  return <Input {...props} type="time" />
}

export type Range = { from: string; to: string }
type RangeProps = {
  value: Range
  onValueChange: (value: Range) => void
  label?: string | undefined
  isDisabled?: boolean
}

/** From one day to another, both included. */
export function DateRange({ value, onValueChange, label, isDisabled = false }: RangeProps) {
  return <RangeInputs type="date" value={value} onValueChange={onValueChange} label={label} isDisabled={isDisabled} />
}

/** From one time of day to another, such as office hours; the end may be past midnight. */
export function TimeRange({ value, onValueChange, label, isDisabled = false }: RangeProps) {
  return <RangeInputs type="time" value={value} onValueChange={onValueChange} label={label} isDisabled={isDisabled} />
}

function RangeInputs({ type, value, onValueChange, label, isDisabled }: RangeProps & { type: 'date' | 'time' }) {
  const ids = useId()
  const groupName = useGroupName(label)
  const isDay = type === 'date'
  return (
    <div role="group" {...groupName} className="flex flex-wrap items-center gap-2">
      <Input
        id={`${ids}from`}
        type={type}
        aria-label={texts.from}
        disabled={isDisabled}
        value={value.from}
        {...(isDay && value.to ? { max: value.to } : {})}
        onValueChange={(from) => onValueChange({ ...value, from })}
        className="w-auto!"
      />
      <span aria-hidden className="text-faint">
        –
      </span>
      <Input
        id={`${ids}to`}
        type={type}
        aria-label={texts.to}
        disabled={isDisabled}
        value={value.to}
        {...(isDay && value.from ? { min: value.from } : {})}
        onValueChange={(to) => onValueChange({ ...value, to })}
        className="w-auto!"
      />
    </div>
  )
}
