import type { Words } from './words/en.ts'

const dayMilliseconds = 86_400_000

export function timeOf(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(new Date(at))
}

export function dayOf(at: string, language: string, words: Words, now = new Date()): string {
  const date = new Date(at)
  const days = Math.round((startOfDay(now) - startOfDay(date)) / dayMilliseconds)
  if (days === 0) return words.today
  if (days === 1) return words.yesterday
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(date)
}

/** In the reader's own time, which is named where clocks over there show another. */
export function whenOf(
  { opensAt, timeZone }: { opensAt: string | null; timeZone: string | null },
  language: string,
): string {
  const at = new Date(opensAt ?? 0)
  const shape = { weekday: 'long', hour: 'numeric', minute: '2-digit' } as const
  const shown = (more: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...shape, ...more }).format(at)
  const isSame = !timeZone || shown({ timeZone }) === shown({})
  return isSame ? shown({}) : shown({ timeZoneName: 'short' })
}

export function sizeOf(bytes: number, language: string): string {
  const isLarge = bytes >= 1_000_000
  const value = isLarge ? bytes / 1_000_000 : Math.max(1, bytes / 1000)
  const unit = isLarge ? 'megabyte' : 'kilobyte'
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: isLarge ? 1 : 0 }).format(value)
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
