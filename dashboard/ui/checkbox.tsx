import { Check, Minus } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { useFieldControl } from './field-context.ts'

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'checked' | 'children'> & {
  isChecked: boolean
  onCheckedChange?: ((isChecked: boolean) => void) | undefined
  isIndeterminate?: boolean | undefined
  /** Its text; without one give `aria-label`. */
  label?: ReactNode
  hint?: ReactNode
}

export function Checkbox({
  isChecked,
  onCheckedChange,
  isIndeterminate = false,
  label,
  hint,
  className,
  ...rest
}: CheckboxProps) {
  const field = useFieldControl()
  const Mark = isIndeterminate ? Minus : Check
  const isOn = isChecked || isIndeterminate
  const box = (
    <span className={classes('relative inline-flex size-6 shrink-0 items-center justify-center', className)}>
      <input
        {...(label ? {} : field)}
        {...rest}
        ref={(element) => {
          if (element) element.indeterminate = isIndeterminate
        }}
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onCheckedChange?.(event.currentTarget.checked)}
        className="peer absolute inset-0 size-6 cursor-pointer appearance-none rounded-md outline-offset-[-3px] disabled:cursor-not-allowed"
      />
      <span
        aria-hidden
        className={classes(
          'pointer-events-none flex size-4 items-center justify-center rounded-sm border peer-disabled:opacity-50',
          isOn ? 'border-accent bg-accent text-on-accent' : 'border-control bg-surface',
        )}
      >
        {isOn && <Mark className="size-3 stroke-3" />}
      </span>
    </span>
  )
  return label ? <Choice control={box} label={label} hint={hint} isDisabled={rest.disabled} /> : box
}

/** A small control with its text beside it, all of it to press. */
export function Choice({
  control,
  label,
  hint,
  isDisabled,
}: {
  control: ReactNode
  label: ReactNode
  hint?: ReactNode
  isDisabled?: boolean | undefined
}) {
  return (
    <label
      className={classes('flex items-start gap-1.5', isDisabled ? 'cursor-not-allowed text-muted' : 'cursor-pointer')}
    >
      {control}
      <span className="min-w-0 pt-0.5">
        {label}
        {hint && <span className="block text-xs text-muted">{hint}</span>}
      </span>
    </label>
  )
}
