import type { ComponentProps, ReactNode } from 'react'
import { Choice } from './checkbox.tsx'
import { classes } from './classes.ts'
import { useFieldControl } from './field-context.ts'

export type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'checked' | 'role'> & {
  isOn: boolean
  onSwitch?: ((isOn: boolean) => void) | undefined
  /** Its text; without one give `aria-label`. */
  label?: ReactNode
  hint?: ReactNode
}

/** For what takes effect at once; in a form that is saved, use Checkbox. */
export function Switch({ isOn, onSwitch, label, hint, className, ...rest }: SwitchProps) {
  const field = useFieldControl()
  const control = (
    <span className={classes('relative inline-flex h-6 w-9 shrink-0 items-center', className)}>
      <input
        {...(label ? {} : field)}
        {...rest}
        type="checkbox"
        role="switch"
        checked={isOn}
        onChange={(event) => onSwitch?.(event.currentTarget.checked)}
        className="peer absolute inset-0 cursor-pointer appearance-none rounded-full outline-offset-0 disabled:cursor-not-allowed"
      />
      <span
        aria-hidden
        className={classes(
          'pointer-events-none flex h-5 w-9 items-center rounded-full p-0.5 transition-colors peer-disabled:opacity-50',
          isOn ? 'justify-end bg-accent' : 'justify-start bg-control',
        )}
      >
        <span className="size-4 rounded-full bg-surface" />
      </span>
    </span>
  )
  return label ? <Choice control={control} label={label} hint={hint} isDisabled={rest.disabled} /> : control
}
