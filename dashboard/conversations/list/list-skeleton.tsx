import { Skeleton } from '../../ui/skeleton.tsx'
import { texts } from '../texts.ts'

const widths = ['w-2/5', 'w-1/2', 'w-1/3', 'w-3/5']
const rows = Array.from({ length: 8 }, (_, row) => ({ row, width: widths[row % widths.length] }))

/** The shape of the rows that are coming. */
export function ListSkeleton() {
  return (
    <div role="status" className="flex-1 overflow-hidden">
      <span className="sr-only">{texts.loading}</span>
      {rows.map(({ row, width }) => (
        <div key={row} className="flex h-row gap-3 border-b py-2.5 ps-3 pe-3">
          <Skeleton className="size-8 rounded-full!" />
          <div className="flex flex-1 flex-col gap-2 pt-0.5">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-3 w-11/12" />
          </div>
        </div>
      ))}
    </div>
  )
}
