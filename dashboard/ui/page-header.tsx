import type { ReactNode } from 'react'

/** The top of a page: where one is, what it is for, what one can do. */
export function PageHeader({
  title,
  description,
  back,
  actions,
}: {
  title: ReactNode
  description?: ReactNode
  /** A link to where one came from, above the title. */
  back?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-5 sm:flex-nowrap">
      <div className="min-w-0 max-w-2xl">
        {back && <div className="mb-1 text-xs text-muted">{back}</div>}
        <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
        {description && <p className="mt-1 text-muted">{description}</p>}
      </div>
      {actions && <div className="flex shrink-0 flex-wrap gap-2">{actions}</div>}
    </header>
  )
}
