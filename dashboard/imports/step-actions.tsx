import type { ReactNode } from 'react'

/** What ends a step: always in sight, however long the step is. */
export function StepActions({ note, children }: { note?: ReactNode; children: ReactNode }) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center justify-end gap-2 border-t bg-canvas px-4 py-3 md:-mx-8 md:px-8">
      {note && <p className="me-auto text-xs text-muted">{note}</p>}
      {children}
    </div>
  )
}
