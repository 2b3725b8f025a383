import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

/** One piece with its name. */
export function Sample({ name, isWide = false, children }: { name: string; isWide?: boolean; children: ReactNode }) {
  return (
    <div className={classes('min-w-0 rounded-lg border bg-surface', isWide && 'sm:col-span-2')}>
      <h3 className="border-b px-4 py-2 text-xs font-medium text-muted">{name}</h3>
      <div className="flex flex-wrap items-center gap-3 p-4">{children}</div>
    </div>
  )
}

export function Samples({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 sm:grid-cols-2">{children}</div>
}
