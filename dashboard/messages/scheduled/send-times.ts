const hour = 3_600_000

export interface SendTime {
  id: 'hour' | 'evening' | 'morning' | 'afternoon' | 'monday'
  at: Date
}

/** When one would likely want something to leave, seen from now; each only where it makes sense. */
export function sendTimes(now: Date): SendTime[] {
  const times: SendTime[] = [
    { id: 'hour', at: new Date(Math.ceil((now.getTime() + hour) / (15 * 60_000)) * 15 * 60_000) },
  ]
  const evening = atHour(now, 0, 18)
  if (evening.getTime() - now.getTime() > 2 * hour) times.push({ id: 'evening', at: evening })
  times.push({ id: 'morning', at: atHour(now, 1, 9) }, { id: 'afternoon', at: atHour(now, 1, 14) })
  const daysToMonday = (8 - now.getDay()) % 7 || 7
  if (daysToMonday > 1) times.push({ id: 'monday', at: atHour(now, daysToMonday, 9) })
  return times
}

function atHour(now: Date, days: number, hours: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours)
}

/** As a field for a local date and time has it. */
export function toLocalInput(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}
