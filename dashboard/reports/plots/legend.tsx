import type { Series } from './series.ts'

export function Legend({ series, kind }: { series: Series[]; kind: 'bars' | 'lines' }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {series.map(({ key, label, colour, dash }) => (
        <li key={key} className="flex items-center gap-1.5">
          {kind === 'bars' ? (
            <span className="size-2.5 rounded-[2px]" style={{ background: colour }} />
          ) : (
            <svg className="h-2.5 w-5" viewBox="0 0 20 10">
              <line x1="0" y1="5" x2="20" y2="5" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
            </svg>
          )}
          {label}
        </li>
      ))}
    </ul>
  )
}
