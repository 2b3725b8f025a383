import type { ComponentProps } from 'react'
import { buttonClasses, type ButtonSize, type ButtonVariant } from './button-classes.ts'
import { classes } from './classes.ts'
import { tip, type TipSide } from './tooltip.tsx'

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  label: string
  keys?: string | undefined
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  isPressed?: boolean | undefined
  side?: TipSide | undefined
}

/** A button that is only an icon: the label is its name and, with the keys, its tooltip. */
export function IconButton({ label, keys, variant, size, isPressed, side, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isPressed}
      {...tip(label, { keys, side })}
      {...rest}
      className={classes(
        buttonClasses({ variant: variant ?? 'quiet', size, isSquare: true }),
        isPressed && 'bg-selected text-accent-text',
        className,
      )}
    />
  )
}
