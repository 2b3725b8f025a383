import { CircleAlert, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { texts } from './texts.ts'

type StateProps = { title?: string; text?: ReactNode; icon?: ReactNode; action?: ReactNode; isSmall?: boolean }

/** What stands where something could be: nothing yet, and what to do about it. */
export function EmptyState({ title, text, icon, action, isSmall = false }: StateProps & { title: string }) {
  return (
    <div className={`flex flex-col items-center justify-center gap-1 px-6 text-center ${isSmall ? 'py-6' : 'py-16'}`}>
      {icon && (
        <div aria-hidden className="mb-2 text-faint [&>svg]:size-6 [&>svg]:stroke-[1.5]">
          {icon}
        </div>
      )}
      <p className="text-base font-medium text-balance text-text">{title}</p>
      {text && <p className="max-w-sm text-pretty text-muted">{text}</p>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

export function ErrorState({
  onRetry,
  title = texts.error,
  icon = <CircleAlert />,
  action,
  ...rest
}: StateProps & { onRetry?: (() => void) | undefined }) {
  const retry = onRetry && <Button onClick={onRetry}>{texts.tryAgain}</Button>
  return (
    <div role="alert">
      <EmptyState {...rest} title={title} icon={icon} action={action ?? retry} />
    </div>
  )
}

export function NoPermission({
  title = texts.noPermission,
  text = texts.noPermissionText,
  icon = <Lock />,
  ...rest
}: StateProps) {
  return <EmptyState {...rest} title={title} text={text} icon={icon} />
}
