import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { toneClasses, type Tone } from './badge.tsx'
import { classes } from './classes.ts'
import { IconButton } from './icon-button.tsx'
import { texts } from './texts.ts'

const icons: Record<Tone, ReactNode> = {
  neutral: <Info />,
  accent: <Info />,
  info: <Info />,
  note: <Info />,
  success: <CircleCheck />,
  warning: <TriangleAlert />,
  danger: <CircleAlert />,
}

/** A sentence that stays: above a page, a thread or a form. */
export function Banner({
  tone = 'info',
  icon,
  action,
  onDismiss,
  className,
  children,
}: {
  tone?: Tone | undefined
  icon?: ReactNode
  action?: ReactNode
  onDismiss?: (() => void) | undefined
  className?: string
  children: ReactNode
}) {
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={classes(
        'flex items-center gap-2.5 rounded-md px-3 py-2 [&>svg]:size-4 [&>svg]:shrink-0',
        toneClasses[tone],
        className,
      )}
    >
      {icon ?? icons[tone]}
      <div className="min-w-0 flex-1">{children}</div>
      {action}
      {onDismiss && (
        <IconButton label={texts.dismiss} size="small" onClick={onDismiss} className="-my-1 text-current!">
          <X className="size-4" />
        </IconButton>
      )}
    </div>
  )
}
