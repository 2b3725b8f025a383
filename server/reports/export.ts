import type { Actor } from '../identity/actor.ts'
import { byteOrderMark, toCsv } from '../imports/spreadsheets.ts'
import type { Database } from '../platform/database.ts'
import { summarize } from './durations.ts'
import type { Durations } from './durations.ts'
import { startsOf } from './range.ts'
import type { Asked } from './range.ts'
import { reportBusyHours, reportConversations, reportMessages, reportResponseTimes } from './reports.ts'
import type { Hours } from './reports.ts'

export const exportedReports = ['conversations', 'messages', 'response-times', 'busy-hours'] as const

export type ExportedReport = (typeof exportedReports)[number]

type Records = unknown[][]

/** What the report of this name shows, as a table: the names of its columns first. */
export async function exportReport(
  db: Database,
  actor: Actor,
  report: ExportedReport,
  asked: Asked & { hours?: Hours },
): Promise<string> {
  return byteOrderMark + toCsv(await tables[report](db, actor, asked))
}

const place = ['start', 'key', 'name']

const tables: Record<
  ExportedReport,
  (db: Database, actor: Actor, asked: Asked & { hours?: Hours }) => Promise<Records>
> = {
  async conversations(db, actor, asked) {
    const { rows } = await reportConversations(db, actor, asked)
    return [
      [...place, 'opened', 'resolved', 'reopened'],
      ...withEachStep(asked, rows, { opened: 0, resolved: 0, reopened: 0 }).map((row) => [
        row.start,
        row.key,
        row.name,
        row.opened,
        row.resolved,
        row.reopened,
      ]),
    ]
  },
  async messages(db, actor, asked) {
    const { rows } = await reportMessages(db, actor, asked)
    return [
      [...place, 'received', 'sent', 'failed'],
      ...withEachStep(asked, rows, { received: 0, sent: 0, failed: 0 }).map((row) => [
        row.start,
        row.key,
        row.name,
        row.received,
        row.sent,
        row.failed,
      ]),
    ]
  },
  async 'response-times'(db, actor, asked) {
    const { rows } = await reportResponseTimes(db, actor, asked)
    const names = ['firstResponse', 'resolution'].flatMap((each) =>
      ['count', 'mean', 'median', 'p90'].map((part) => `${each}.${part}`),
    )
    return [
      [...place, ...names],
      ...withEachStep(asked, rows, { firstResponse: none, resolution: none }).map((row) => [
        row.start,
        row.key,
        row.name,
        ...cells(row.firstResponse),
        ...cells(row.resolution),
      ]),
    ]
  },
  async 'busy-hours'(db, actor, asked) {
    const { rows } = await reportBusyHours(db, actor, asked)
    return [['weekday', 'hour', 'received'], ...rows.map((row) => [row.weekday, row.hour, row.received])]
  },
}

const none = summarize([])

/** Over time there is a line for each step, as there is a point for each on the page: a step without one would look skipped. */
function withEachStep<Row extends { start: string | null; key: string | null; name: string | null }>(
  asked: Asked,
  rows: Row[],
  nothing: Omit<Row, 'start' | 'key' | 'name'>,
): Row[] {
  if (!asked.interval || asked.by) return rows
  const byStart = new Map(rows.map((row) => [row.start, row]))
  const empty = { key: null, name: null, ...nothing }
  return startsOf(asked).map((start) => byStart.get(start) ?? ({ ...empty, start } as Row))
}

function cells({ count, mean, median, p90 }: Durations): Array<number | null> {
  return [count, mean, median, p90]
}
