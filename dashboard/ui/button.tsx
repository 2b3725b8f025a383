import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { buttonClasses, type ButtonSize, type ButtonVariant } from './button-classes.ts'
import { classes } from './classes.ts'
import { Spinner } from './spinner.tsx'

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  isBusy?: boolean | undefined
  icon?: ReactNode
}

export function Button({ variant, size, isBusy, icon, className, children, onClick, ...rest }: ButtonProps) {
  // A busy button keeps its focus and its width, so it is not disabled: it merely does nothing.
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isBusy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      {...(isBusy ? { 'aria-disabled': true, 'aria-busy': true } : {})}
      className={classes(buttonClasses({ variant, size }), className)}
      onClick={press}
    >
      <span className={classes('inline-flex items-center gap-1.5', isBusy && 'opacity-0')}>
        {icon}
        {children}
      </span>
      {isBusy && <Spinner className="absolute" />}
    </button>
  )
}
