import { classes } from './classes.ts'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'small' | 'medium' | 'large'

const base =
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors disabled:opacity-50 aria-disabled:opacity-60'

const variants: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent text-on-accent not-disabled:hover:bg-accent-hover',
  secondary: 'border-line-strong bg-surface text-text not-disabled:hover:bg-hover data-[state=open]:bg-hover',
  quiet:
    'border-transparent text-muted not-disabled:hover:bg-hover not-disabled:hover:text-text data-[state=open]:bg-hover data-[state=open]:text-text',
  danger: 'border-transparent bg-danger text-on-danger not-disabled:hover:bg-danger-hover',
}

const sizes: Record<ButtonSize, string> = {
  small: 'h-control-small px-2 text-xs',
  medium: 'h-control px-3 text-sm',
  large: 'h-10 px-4 text-base',
}

const squares: Record<ButtonSize, string> = {
  small: 'size-control-small',
  medium: 'size-control',
  large: 'size-10',
}

/** The look of a button, for links that are pressed like one. */
export function buttonClasses({
  variant = 'secondary',
  size = 'medium',
  isSquare = false,
}: { variant?: ButtonVariant | undefined; size?: ButtonSize | undefined; isSquare?: boolean } = {}): string {
  return classes(base, variants[variant], isSquare ? squares[size] : sizes[size])
}
