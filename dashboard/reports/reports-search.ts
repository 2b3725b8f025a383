export const spans = ['today', '7d', '30d', 'quarter', 'custom'] as const
export const steps = ['day', 'week', 'month'] as const

export type Span = (typeof spans)[number]
export type Step = (typeof steps)[number]

/** What of the reports stands in their address. */
export interface ReportsSearch {
  /** `30d` where it is missing. */
  span?: Span
  /** Of a custom span, the first and the last day. */
  from?: string
  to?: string
  /** How far apart the points of a plot are; chosen by the length of the span where it is missing. */
  step?: Step
  channelId?: string
  userId?: string
  departmentId?: string
  /** Whether waiting counts in business hours alone. */
  hours?: 'business'
  /** Numbers instead of plots. */
  tables?: boolean
}

/** What cannot be read is left out: an address that somebody shortened still opens. */
export function readReportsSearch(search: Record<string, unknown>): ReportsSearch {
  const read: ReportsSearch = {}
  const span = spans.find((each) => each === search['span'])
  if (span) read.span = span
  const step = steps.find((each) => each === search['step'])
  if (step) read.step = step
  for (const name of ['from', 'to'] as const) if (isDay(search[name])) read[name] = search[name]
  for (const name of ['channelId', 'userId', 'departmentId'] as const) {
    const id = String(search[name] ?? '')
    if (/^[0-9a-f]{24}$/.test(id)) read[name] = id
  }
  if (search['hours'] === 'business') read.hours = 'business'
  if (search['tables'] === true) read.tables = true
  return read
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{3}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
}
