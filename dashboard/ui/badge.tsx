import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export type Tone = 'neutral' | 'accent' | 'danger' | 'warning' | 'success' | 'info' | 'note'

export const toneClasses: Record<Tone, string> = {
  neutral: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-accent-text',
  danger: 'bg-danger-soft text-danger-text',
  warning: 'bg-warning-soft text-warning-text',
  success: 'bg-success-soft text-success-text',
  info: 'bg-info-soft text-info-text',
  note: 'bg-note text-note-text',
}

export function Badge({
  tone = 'neutral',
  icon,
  className,
  children,
}: {
  tone?: Tone | undefined
  icon?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={classes(
        'inline-flex h-5 max-w-full items-center gap-1 rounded-sm px-1.5 text-2xs font-medium whitespace-nowrap [&>svg]:size-3',
        toneClasses[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}

/** A number that wants attention. Say in `label` what is counted. */
export function CountBadge({ count, label, isStrong = false }: { count: number; label: string; isStrong?: boolean }) {
  return (
    <span
      role="img"
      aria-label={label}
      className={classes(
        'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1 text-2xs font-medium tabular-nums',
        isStrong ? 'bg-accent text-on-accent' : 'bg-hover text-muted',
      )}
    >
      {count > 99 ? '99+' : count}
    </span>
  )
}
