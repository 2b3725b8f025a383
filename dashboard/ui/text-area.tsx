import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { controlClasses, type ControlLook } from './control-classes.ts'
import { useFieldControl } from './field-context.ts'
import { useAutoHeight } from './use-auto-height.ts'

export type TextAreaProps = Omit<ComponentProps<'textarea'>, 'onChange' | 'value'> & {
  value: string
  onValueChange?: ((value: string) => void) | undefined
  look?: ControlLook | undefined
  maxRows?: number | undefined
}

/** Grows with what is written, up to `maxRows`, then scrolls. */
export function TextArea({
  value,
  onValueChange,
  look,
  rows = 3,
  maxRows = 12,
  className,
  ref,
  ...rest
}: TextAreaProps) {
  const field = useFieldControl()
  const measured = useAutoHeight(value, maxRows, ref)
  return (
    <textarea
      dir="auto"
      {...field}
      {...rest}
      ref={measured}
      rows={rows}
      value={value}
      onChange={(event) => onValueChange?.(event.currentTarget.value)}
      className={controlClasses(look, classes('resize-none px-2.5 py-1.5', className))}
    />
  )
}
