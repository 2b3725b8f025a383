import { classes } from './classes.ts'

export type Presence = 'online' | 'away' | 'offline'

// Distinct by shape as well as by colour: full, half, hollow.
const looks: Record<Presence, string> = {
  online: 'border-success bg-success',
  away: 'border-warning bg-linear-to-b from-transparent from-50% to-warning to-50%',
  offline: 'border-control bg-surface',
}

export function PresenceDot({ presence, label }: { presence: Presence; label: string }) {
  return (
    <span
      role="img"
      aria-label={label}
      className={classes('inline-block size-2.5 rounded-full border-2 ring-2 ring-surface', looks[presence])}
    />
  )
}
