const day = 86_400_000
const mostFormats = 500
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * An IANA name. The runtime takes offsets as well, but those know no summer; and abbreviations, of which it makes what it
 * likes: BST is Bangladesh's time.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || (/^[A-Z]{3}$/i.test(name) && !/^(UTC|GMT)$/i.test(name))) return false
  try {
    // Not kept: the same name may be written in thousands of ways, by upper and lower case.
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: name }))
  } catch {
    return false
  }
}

/**
 * The zone of a country all of whose clocks show the same, winter and summer; undefined where they differ, as in the United
 * States, or where the country is not known.
 */
export function onlyTimeZoneOf(country: string, now: Date): string | undefined {
  const zones = zonesOf(country)
  const months = [0, 6].map((month) => Date.UTC(now.getUTCFullYear(), month, 15))
  const shown = new Set(zones.map((zone) => months.map((at) => offsetAt(at, zone)).join()))
  return shown.size === 1 ? zones[0] : undefined
}

function zonesOf(country: string): string[] {
  try {
    return new Intl.Locale(`und-${country}`).getTimeZones() ?? []
  } catch {
    return []
  }
}

/** The date on the wall there, such as 2025-01-31. */
export function localDateOf(at: Date, timeZone: string): string {
  return new Date(at.getTime() + offsetAt(at.getTime(), timeZone)).toISOString().slice(0, 10)
}

/** The hour on the wall there, from 0 to 23. */
export function localHourOf(at: Date, timeZone: string): number {
  return new Date(at.getTime() + offsetAt(at.getTime(), timeZone)).getUTCHours()
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10)
}

/**
 * When clocks there show this. Where they show it twice, as they are set back, the first or the last time; where they skip
 * it, as much later as they skip.
 */
export function instantOf(date: string, time: string, timeZone: string, which: 'first' | 'last'): Date {
  const wall = Date.parse(`${date}T${time}:00Z`)
  const [before, after] = [offsetAt(wall - day, timeZone), offsetAt(wall + day, timeZone)]
  const shown = [wall - before, wall - after].filter((at) => at + offsetAt(at, timeZone) === wall)
  if (shown.length === 0) return new Date(wall - before)
  return new Date(which === 'first' ? Math.min(...shown) : Math.max(...shown))
}

function offsetAt(at: number, timeZone: string): number {
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(formatOf(timeZone).format(at)) ?? ['', '+', '0', '0']
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** Making one takes a hundred times as long as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  if (formats.size >= mostFormats) formats.clear()
  formats.set(timeZone, format)
  return format
}
