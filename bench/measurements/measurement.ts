import type { Dataset } from '../dataset.ts'
import type { Effort } from '../load/throughput.ts'

/** One line of the results. */
export interface Figure {
  what: string
  ours: string
  baseline: string
  ratio?: number
  target?: string
  isMet?: boolean
}

export interface Measurement {
  name: string
  title: string
  /** What ours stands beside. */
  against: string
  measure: (bench: Bench) => Promise<Figure[]>
}

/** What a measurement works with. */
export interface Bench {
  /** The large data, or the small where only that is asked for. */
  dataset: Dataset
  /** The small data, to compare sizes with. */
  reference: Dataset
  effort: Effort & {
    /** Calls of one kind whose latency is taken. */
    samples: number
    /** Messages that are queued to be sent. */
    queued: number
    /** Rows of a file that is imported. */
    rows: number
    /** Contacts to whom one call sends. */
    recipients: number
    /** How long a server is left alone before its memory is read. */
    idleSeconds: number
    /** Sockets that are open at once and hear nothing. */
    sockets: number
  }
}

export function atLeast(ratio: number, target: number): Pick<Figure, 'ratio' | 'target' | 'isMet'> {
  return { ratio, target: `≥ ${target}`, isMet: ratio >= target }
}

export function atMost(ratio: number, target: number): Pick<Figure, 'ratio' | 'target' | 'isMet'> {
  return { ratio, target: `≤ ${target}`, isMet: ratio <= target }
}

export function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en')}/s`
}

export function milliseconds(value: number): string {
  return `${value.toFixed(2)} ms`
}
