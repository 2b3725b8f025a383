import type { ReactNode } from 'react'

/** The page that all of an import stands on. */
export function ImportFrame({ children }: { children: ReactNode }) {
  return (
    <main className="min-h-0 min-w-0 flex-1 overflow-y-auto bg-canvas">
      <div className="mx-auto max-w-5xl px-4 py-5 md:px-8 md:py-6">{children}</div>
    </main>
  )
}
