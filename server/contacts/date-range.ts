import { invalid } from '../platform/errors.ts'

const day = 86_400_000

/** From a moment, included, until another, excluded. */
export interface Period {
  from?: Date
  before?: Date
}

/** Reads `{"startDate":…,"endDate":…}`, as JSON or as an object; an end that is a day without a time includes that day. */
export function readPeriod(field: string, given: string | object): Period {
  const range = typeof given === 'string' ? parse(field, given) : (given as Record<string, unknown>)
  const from = range['startDate'] ?? range['start'] ?? range['from']
  const to = range['endDate'] ?? range['end'] ?? range['to']
  return {
    ...(from === undefined || from === null ? {} : { from: readTime(field, from) }),
    ...(to === undefined || to === null ? {} : { before: endOf(field, to) }),
  }
}

function parse(field: string, text: string): Record<string, unknown> {
  try {
    const range: unknown = JSON.parse(text)
    if (typeof range === 'object' && range !== null && !Array.isArray(range)) return range as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw invalid(field, 'it must be JSON such as {"startDate":"2025-01-01","endDate":"2025-01-31"}.')
}

function readTime(field: string, value: unknown): Date {
  const isIso =
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(value)
  // Without a zone a time is one of UTC, wherever the server stands.
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(String(value)) || !String(value).includes('T')
  const time = isIso ? new Date(hasZone ? value : `${value}Z`) : undefined
  const exists = time && !Number.isNaN(time.getTime()) && isRealDay(value as string)
  if (!exists) throw invalid(field, `${JSON.stringify(value)?.slice(0, 40)} is not a date that exists.`)
  return time
}

// `new Date('2025-02-30')` is the second of March.
function isRealDay(text: string): boolean {
  const [year, month, date] = text.slice(0, 10).split('-').map(Number) as [number, number, number]
  return date <= new Date(Date.UTC(year, month, 0)).getUTCDate() && month >= 1 && month <= 12
}

function endOf(field: string, value: unknown): Date {
  const time = readTime(field, value)
  return String(value).includes('T') ? time : new Date(time.getTime() + day)
}
