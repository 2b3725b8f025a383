import { percent } from './format.ts'

/** How far something is; without a value, that it goes on. */
export function Progress({ label, value, detail }: { label: string; value?: number | undefined; detail?: string }) {
  const share = value === undefined ? undefined : Math.min(1, Math.max(0, value))
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex justify-between gap-4 text-xs text-muted">
        <span>{label}</span>
        <span className="tabular-nums">{detail ?? (share === undefined ? '' : percent(share))}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === undefined ? {} : { 'aria-valuenow': Math.round(share * 100) })}
        className="h-1.5 overflow-hidden rounded-full bg-skeleton"
      >
        <div
          className={
            share === undefined
              ? 'h-full w-1/3 animate-breathe rounded-full bg-accent'
              : 'h-full rounded-full bg-accent transition-[width]'
          }
          {...(share === undefined ? {} : { style: { width: `${share * 100}%` } })}
        />
      </div>
    </div>
  )
}
