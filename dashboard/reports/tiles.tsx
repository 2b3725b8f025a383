import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react'

import { classes } from '../ui/classes.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { changeLabel, count, seconds } from './labels.ts'
import { texts } from './texts.ts'

export interface Tile {
  label: string
  now: number | null
  before: number | null
  /** In seconds: less is better. */
  isTime?: boolean
}

/** What matters most, beside what it was in the span before. */
export function Tiles({ tiles }: { tiles: Tile[] | undefined }) {
  return (
    <section aria-label={texts.tiles}>
      <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line md:grid-cols-3 xl:grid-cols-6">
        {tiles
          ? tiles.map((tile) => <OneTile key={tile.label} tile={tile} />)
          : Array.from({ length: 6 }, (_, place) => (
              <li key={place} className="flex flex-col gap-2 bg-surface p-4">
                <Skeleton className="h-3.5 w-2/3" />
                <Skeleton className="h-7 w-1/2" />
                <Skeleton className="h-3.5 w-3/4" />
              </li>
            ))}
      </ul>
    </section>
  )
}

function OneTile({ tile: { label, now, before, isTime = false } }: { tile: Tile }) {
  const shown = isTime ? seconds : (value: number | null) => count(value ?? 0)
  const isUp = (now ?? 0) > (before ?? 0)
  const isKnown = Boolean(before) && now !== null
  const Arrow = now === before ? ArrowRight : isUp ? ArrowUpRight : ArrowDownRight
  // More or fewer messages is neither good nor bad; that somebody waits longer is bad.
  const tone = isTime && isKnown && now !== before ? (isUp ? 'text-warning-text' : 'text-success-text') : 'text-muted'
  return (
    <li className="flex min-w-0 flex-col bg-surface p-4">
      <span className="text-xs text-muted">{label}</span>
      <span className="mt-1 text-xl font-semibold tracking-tight tabular-nums">{shown(now)}</span>
      <span
        className={classes('mt-1 flex items-center gap-1 text-xs', tone)}
        {...(isKnown ? { 'data-tip': texts.before(shown(before)) } : {})}
      >
        {isKnown && <Arrow aria-hidden className="size-3.5 shrink-0 rtl:-scale-x-100" />}
        {changeLabel(now, before, isTime)}
      </span>
    </li>
  )
}
