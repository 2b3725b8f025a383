import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { useGroupName } from './field-context.ts'

export type Segment<Value extends string> = { value: Value; label: string; icon?: ReactNode; isDisabled?: boolean }

/** A choice of few, all of them seen. With `isIconOnly` the labels are still the names. */
export function SegmentedControl<Value extends string>({
  value,
  onValueChange,
  segments,
  label,
  isIconOnly = false,
  className,
}: {
  value: Value
  onValueChange: (value: Value) => void
  segments: Segment<Value>[]
  label?: string | undefined
  isIconOnly?: boolean
  className?: string
}) {
  const name = useId()
  const groupName = useGroupName(label)
  return (
    <div
      role="radiogroup"
      {...groupName}
      className={classes(
        'inline-flex h-control w-fit max-w-full overflow-x-auto overflow-y-hidden rounded-md border border-line-strong bg-canvas p-0.5',
        className,
      )}
    >
      {segments.map((segment) => (
        <label
          key={segment.value}
          {...(isIconOnly ? { 'data-tip': segment.label } : {})}
          className="relative inline-flex min-w-7 flex-auto cursor-pointer items-center justify-center gap-1.5 rounded-[4px] px-2 text-xs font-medium text-muted hover:text-text has-checked:bg-surface has-checked:text-text has-checked:ring-1 has-checked:ring-line-strong has-disabled:cursor-not-allowed has-disabled:opacity-50 [&>svg]:size-4"
        >
          <input
            type="radio"
            name={name}
            aria-label={segment.label}
            checked={value === segment.value}
            disabled={segment.isDisabled ?? false}
            onChange={() => onValueChange(segment.value)}
            className="absolute inset-0 cursor-[inherit] appearance-none rounded-[4px] outline-offset-0"
          />
          {segment.icon}
          {!isIconOnly && <span className="whitespace-nowrap">{segment.label}</span>}
        </label>
      ))}
    </div>
  )
}
