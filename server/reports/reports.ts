import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { summarize } from './durations.ts'
import type { Durations } from './durations.ts'
import type { Measure } from './measures.ts'
import { readReport } from './reading.ts'
import type { Report } from './reading.ts'
import type { Asked } from './range.ts'

export type Hours = 'all' | 'business'

type Sums = Report['all']

interface Shown<T> {
  from: string
  to: string
  timeZone: string
  isCounting: boolean
  total: T
  rows: Array<{ start: string | null; key: string | null; name: string | null } & T>
}

export interface ConversationNumbers {
  opened: number
  resolved: number
  reopened: number
}

export async function reportConversations(
  db: Database,
  actor: Actor,
  asked: Asked,
): Promise<Shown<ConversationNumbers>> {
  const report = await readReport(db, actor, asked, { measures: ['opened', 'resolved', 'reopened'] })
  return shown(report, (sums) => ({
    opened: totalOf(sums, 'opened'),
    resolved: totalOf(sums, 'resolved'),
    reopened: totalOf(sums, 'reopened'),
  }))
}

export interface MessageNumbers {
  received: number
  sent: number
  failed: number
}

export async function reportMessages(db: Database, actor: Actor, asked: Asked): Promise<Shown<MessageNumbers>> {
  const report = await readReport(db, actor, asked, { measures: ['received', 'sent', 'failed'] })
  return shown(report, (sums) => ({
    received: totalOf(sums, 'received'),
    sent: totalOf(sums, 'sent'),
    failed: totalOf(sums, 'failed'),
  }))
}

export interface ResponseTimes {
  firstResponse: Durations
  resolution: Durations
}

export async function reportResponseTimes(
  db: Database,
  actor: Actor,
  { hours = 'all', ...asked }: Asked & { hours?: Hours },
): Promise<Shown<ResponseTimes>> {
  const first: Measure = hours === 'business' ? 'firstResponseInHours' : 'firstResponse'
  const report = await readReport(db, actor, asked, { measures: [first, 'resolution'], hasBuckets: true })
  return shown(report, (sums) => ({
    firstResponse: summarize(joined(sums, first)),
    resolution: summarize(joined(sums, 'resolution')),
  }))
}

export interface BusyHour {
  weekday: number
  hour: number
  received: number
}

/** When contacts write, by the clocks of the organization; Monday is 1. */
export async function reportBusyHours(
  db: Database,
  actor: Actor,
  asked: Asked,
): Promise<Omit<Shown<unknown>, 'rows' | 'total'> & { rows: BusyHour[] }> {
  const { interval: _interval, by: _by, ...range } = asked
  const report = await readReport(
    db,
    actor,
    { ...range, interval: 'day' },
    { measures: ['received'], hasBuckets: true },
  )
  const hours = new Map<string, BusyHour>()
  for (const { start, bucket, total } of report.all) {
    const weekday = new Date(start!).getUTCDay() || 7
    const key = `${weekday} ${bucket}`
    const before = hours.get(key) ?? { weekday, hour: bucket, received: 0 }
    hours.set(key, { ...before, received: before.received + total })
  }
  const { groups: _groups, all: _all, ...head } = report
  return {
    ...head,
    rows: [...hours.values()].toSorted((one, other) => one.weekday - other.weekday || one.hour - other.hour),
  }
}

function shown<T>({ groups, all, ...head }: Report, numbersOf: (sums: Sums) => T): Shown<T> {
  return {
    ...head,
    total: numbersOf(all),
    rows: groups.map(({ start, key, name, sums }) => ({ start, key, name, ...numbersOf(sums) })),
  }
}

function totalOf(sums: Sums, measure: Measure): number {
  return sums.reduce((all, each) => (each.measure === measure ? all + each.total : all), 0)
}

/** Of several days or people each class of length is one. */
function joined(sums: Sums, measure: Measure): Sums {
  const ofMeasure = sums.filter((each) => each.measure === measure)
  return [...Map.groupBy(ofMeasure, ({ bucket }) => bucket).values()].map((alike) => ({
    ...alike[0]!,
    total: alike.reduce((all, { total }) => all + total, 0),
    seconds: alike.reduce((all, { seconds }) => all + seconds, 0),
  }))
}
