import { classes } from './classes.ts'

export type ControlLook = 'field' | 'quiet'

const base =
  'w-full min-w-0 rounded-md border text-sm text-text outline-offset-0 focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-focus disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger aria-invalid:outline-danger'

const looks: Record<ControlLook, string> = {
  field: 'border-control bg-surface',
  // For panels where a value is read far more often than it is changed.
  quiet: 'border-transparent bg-transparent hover:bg-hover focus-visible:bg-surface',
}

/** The look that every control with a border shares. */
export function controlClasses(look: ControlLook = 'field', className?: string): string {
  return classes(base, looks[look], className)
}
