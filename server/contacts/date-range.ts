import { invalid } from '../platform/errors.ts'

const day = 86_400_000

/** Reads `{"startDate":…,"endDate":…}`; an end that is a day without a time includes that day. */
export function readDateRange(text: string): { createdFrom?: Date; createdBefore?: Date } {
  const range = parse(text)
  const from = range['startDate'] ?? range['start'] ?? range['from']
  const to = range['endDate'] ?? range['end'] ?? range['to']
  return {
    ...(from === undefined || from === null ? {} : { createdFrom: readTime(from) }),
    ...(to === undefined || to === null ? {} : { createdBefore: endOf(to) }),
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const range: unknown = JSON.parse(text)
    if (typeof range === 'object' && range !== null && !Array.isArray(range)) return range as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw invalid('dateRange', 'it must be JSON such as {"startDate":"2025-01-01","endDate":"2025-01-31"}.')
}

function readTime(value: unknown): Date {
  const isIso =
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(value)
  // Without a zone a time is one of UTC, wherever the server stands.
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(String(value)) || !String(value).includes('T')
  const time = isIso ? new Date(hasZone ? value : `${value}Z`) : undefined
  const exists = time && !Number.isNaN(time.getTime()) && isRealDay(value as string)
  if (!exists) throw invalid('dateRange', `${JSON.stringify(value)?.slice(0, 40)} is not a date that exists.`)
  return time
}

// `new Date('2025-02-30')` is the second of March.
function isRealDay(text: string): boolean {
  const [year, month, date] = text.slice(0, 10).split('-').map(Number) as [number, number, number]
  return date <= new Date(Date.UTC(year, month, 0)).getUTCDate() && month >= 1 && month <= 12
}

function endOf(value: unknown): Date {
  const time = readTime(value)
  return String(value).includes('T') ? time : new Date(time.getTime() + day)
}
