import { startsOf } from './periods.ts'
import type { Period } from './periods.ts'
import type { Point } from './plots/series.ts'
import type { ConversationReport, MessageReport, ResponseTimeReport } from './report-queries.ts'
import type { Step } from './reports-search.ts'

/** A point for each step: nothing that was counted is zero, nothing that was measured is nothing. */
function pointsOf<Row extends { start: string | null }>(
  rows: Row[],
  period: Period,
  step: Step,
  valuesOf: (row: Row | undefined) => Record<string, number | null>,
): Point[] {
  const byStart = new Map(rows.map((row) => [row.start, row]))
  return startsOf(period, step).map((start) => ({ start, ...valuesOf(byStart.get(start)) }))
}

export function conversationPoints({ rows }: ConversationReport, period: Period, step: Step): Point[] {
  return pointsOf(rows, period, step, (row) => ({
    opened: row?.opened ?? 0,
    resolved: row?.resolved ?? 0,
    reopened: row?.reopened ?? 0,
  }))
}

export function messagePoints({ rows }: MessageReport, period: Period, step: Step): Point[] {
  return pointsOf(rows, period, step, (row) => ({
    received: row?.received ?? 0,
    sent: row?.sent ?? 0,
    failed: row?.failed ?? 0,
  }))
}

export function durationPoints(
  { rows }: ResponseTimeReport,
  measure: 'firstResponse' | 'resolution',
  period: Period,
  step: Step,
): Point[] {
  return pointsOf(rows, period, step, (row) => ({
    median: row?.[measure].median ?? null,
    p90: row?.[measure].p90 ?? null,
  }))
}
