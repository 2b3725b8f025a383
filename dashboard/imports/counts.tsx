import { number } from '../ui/format.ts'
import type { Import } from './imports.ts'
import { texts } from './texts.ts'

const shown = ['created', 'updated', 'skipped', 'warned'] as const

/** What became of the rows, or would. */
export function Counts({ row }: { row: Import }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-4">
      {shown.map((name) => (
        <div key={name} className="flex flex-col-reverse bg-surface px-4 py-3">
          <dt className="text-xs text-muted">{texts[name]}</dt>
          <dd className={`text-xl font-semibold tabular-nums ${row[name] === 0 ? 'text-faint' : ''}`}>
            {number(row[name])}
          </dd>
        </div>
      ))}
    </dl>
  )
}
