import type { ReactNode } from 'react'

import { ApiError } from '../api/errors.ts'
import { Delayed } from '../ui/delayed.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { ErrorState, NoPermission } from '../ui/state.tsx'

interface Asked<Data> {
  data: Data | undefined
  error: unknown
  refetch: () => unknown
}

/** A part of a contact in each of its states: on its way, refused, without anything in it, or there. */
export function PartState<Data>({
  query,
  isEmpty,
  empty,
  children,
}: {
  query: Asked<Data>
  isEmpty?: (data: Data) => boolean
  empty?: string
  children: (data: Data) => ReactNode
}) {
  const { data, error, refetch } = query
  if (data !== undefined) {
    return isEmpty?.(data) ? <p className="px-1 py-1 text-muted">{empty}</p> : children(data)
  }
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <Delayed>
      <SkeletonLines className="px-1 py-2" />
    </Delayed>
  )
}

export function Failure({
  error,
  onRetry,
  isSmall = true,
}: {
  error: unknown
  onRetry: () => void
  isSmall?: boolean
}) {
  if (error instanceof ApiError && error.status === 403) return <NoPermission isSmall={isSmall} />
  const text = error instanceof ApiError ? error.message : undefined
  return <ErrorState isSmall={isSmall} text={text} onRetry={onRetry} />
}
