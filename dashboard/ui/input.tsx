import { Search, X } from 'lucide-react'
import { useRef, useState, type ComponentProps, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { controlClasses, type ControlLook } from './control-classes.ts'
import { useFieldControl } from './field-context.ts'
import { IconButton } from './icon-button.tsx'
import { texts } from './texts.ts'

export type InputProps = Omit<ComponentProps<'input'>, 'size' | 'onChange'> & {
  onValueChange?: ((value: string) => void) | undefined
  look?: ControlLook | undefined
  icon?: ReactNode
  /** What stands at the end inside the border: a unit, a button. */
  end?: ReactNode
}

export function Input({ onValueChange, look, icon, end, className, ...rest }: InputProps) {
  const field = useFieldControl()
  const input = (
    <input
      dir="auto"
      {...field}
      {...rest}
      onChange={(event) => onValueChange?.(event.currentTarget.value)}
      className={controlClasses(
        look,
        classes('h-control px-2.5', Boolean(icon) && 'ps-8', Boolean(end) && 'pe-9', className),
      )}
    />
  )
  if (!icon && !end) return input
  return (
    <div className="relative w-full min-w-0">
      {icon && (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 start-0 flex w-8 items-center justify-center text-faint [&>svg]:size-4"
        >
          {icon}
        </span>
      )}
      {input}
      {end && <span className="absolute inset-y-0 end-0 flex items-center pe-1 text-xs text-muted">{end}</span>}
    </div>
  )
}

export function SearchInput({
  label,
  value,
  onValueChange,
  ...rest
}: Omit<InputProps, 'value' | 'icon' | 'end' | 'type'> & {
  label: string
  value: string
  onValueChange: (value: string) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const clear = () => {
    onValueChange('')
    input.current?.focus()
  }
  return (
    <Input
      ref={input}
      type="text"
      role="searchbox"
      enterKeyHint="search"
      aria-label={label}
      placeholder={label}
      {...rest}
      value={value}
      onValueChange={onValueChange}
      icon={<Search />}
      end={
        value && (
          <IconButton label={texts.clear} size="small" onClick={clear} className="size-6!">
            <X className="size-3.5" />
          </IconButton>
        )
      }
    />
  )
}

export function PasswordInput(props: Omit<InputProps, 'type' | 'end' | 'icon'>) {
  const [isShown, setIsShown] = useState(false)
  return (
    <Input
      autoComplete="current-password"
      spellCheck={false}
      autoCapitalize="off"
      {...props}
      dir="ltr"
      type={isShown ? 'text' : 'password'}
      className={classes('pe-14', props.className)}
      end={
        <button
          type="button"
          aria-pressed={isShown}
          onClick={() => setIsShown(!isShown)}
          className="h-6 rounded-sm px-1.5 font-medium hover:bg-hover hover:text-text"
        >
          {isShown ? texts.hidePassword : texts.showPassword}
        </button>
      }
    />
  )
}
