import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'

import { Button } from '../../ui/button.tsx'
import { composerTexts as texts } from './composer-texts.ts'
import type { Conflict } from './use-sending.ts'

/** A colleague was faster, or is about to be. It is said while one writes, and asked when one sends. */
export function ConflictBar({ conflict }: { conflict: Conflict }) {
  const sure = useRef<HTMLButtonElement>(null)
  const { text, isAsking } = conflict
  useEffect(() => {
    if (isAsking) sure.current?.focus()
  }, [isAsking])
  return (
    <div
      role={isAsking ? 'alert' : 'status'}
      className="mb-2 flex flex-wrap items-center gap-2 rounded-md bg-warning-soft px-2.5 py-1.5 text-xs text-warning-text"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">{text}</span>
      {isAsking && (
        <Button ref={sure} size="small" onClick={conflict.sendAnyway}>
          {texts.sendAnyway}
        </Button>
      )}
      <Button size="small" variant="quiet" onClick={conflict.keepWriting} className="text-current!">
        {texts.keepWriting}
      </Button>
    </div>
  )
}
