import { texts } from '../texts.ts'
import type { Point, Series } from './series.ts'

/** What stands at the pointer. */
export function PlotTip({
  title,
  point,
  series,
  format,
}: {
  title: string
  point: Point | undefined
  series: Series[]
  format: (value: number) => string
}) {
  return (
    <div className="rounded-md border bg-raised px-3 py-2 text-xs shadow-raised">
      <p className="mb-1 font-medium text-text">{title}</p>
      <ul className="flex flex-col gap-0.5">
        {series.map(({ key, label, colour }) => {
          const value = point?.[key]
          return (
            <li key={key} className="flex items-center gap-2 text-muted">
              <span className="size-2 rounded-[2px]" style={{ background: colour }} />
              <span className="flex-1 pe-4">{label}</span>
              <span className="text-text tabular-nums">{typeof value === 'number' ? format(value) : texts.none}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
