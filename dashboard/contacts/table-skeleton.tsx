import { Delayed } from '../ui/delayed.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

export function TableSkeleton() {
  return (
    <Delayed>
      <div aria-hidden className="min-h-0 flex-1 overflow-hidden rounded-lg border bg-surface">
        {Array.from({ length: 16 }, (_, row) => (
          <div key={row} className="flex h-[41px] items-center gap-3 border-b px-3">
            <Skeleton className="size-4" />
            <Skeleton className="size-6 rounded-full!" />
            <Skeleton className="h-3.5 w-40" />
            <Skeleton className="ms-auto h-3.5 w-1/3" />
          </div>
        ))}
      </div>
    </Delayed>
  )
}
