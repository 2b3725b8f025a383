import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ErrorComponentProps } from '@tanstack/react-router'

import { ApiError } from '../api/errors.ts'
import { ErrorState } from '../ui/state.tsx'
import { texts } from './texts.ts'

/** What a page shows instead of itself; the rest of the window goes on. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const boundary = useQueryErrorResetBoundary()
  const retry = () => {
    boundary.reset()
    reset()
    void router.invalidate()
  }
  return (
    <main className="flex min-h-0 flex-1 items-center justify-center">
      <ErrorState text={error instanceof ApiError ? error.message : texts.broken} onRetry={retry} />
    </main>
  )
}
