import type { Schema } from '../api/shapes.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { TimeInput } from '../ui/date-input.tsx'
import { texts } from './texts.ts'

type GivenWeek = NonNullable<Schema<'BusinessHours'>['businessHours']>
export type Week = Record<keyof GivenWeek, { enabled: boolean; start: string; end: string }>

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** Where nobody said anything it is the usual week: Monday to Friday, nine to five. */
export function completeWeek(given: GivenWeek | null): Week {
  const entries = days.map((day, index) => {
    const { enabled = index < 5, start = '09:00', end = '17:00' } = given?.[day] ?? {}
    return [day, { enabled: given && !given[day] ? false : enabled, start, end }]
  })
  return Object.fromEntries(entries) as Week
}

export function WeekFields({ week, onChange }: { week: Week; onChange: (week: Week) => void }) {
  const nameOf = new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' })
  return (
    <ul className="divide-y rounded-lg border">
      {days.map((day, index) => {
        const hours = week[day]
        // The first of January 2024 was a Monday.
        const name = nameOf.format(new Date(Date.UTC(2024, 0, 1 + index)))
        const change = (to: Partial<typeof hours>) => onChange({ ...week, [day]: { ...hours, ...to } })
        return (
          <li key={day} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
            <div className="w-32">
              <Checkbox label={name} isChecked={hours.enabled} onCheckedChange={(enabled) => change({ enabled })} />
            </div>
            {hours.enabled ? (
              <div className="flex items-center gap-2">
                <TimeInput
                  aria-label={texts.from(name)}
                  className="w-auto!"
                  value={hours.start}
                  onValueChange={(start) => change({ start })}
                />
                <span aria-hidden className="text-faint">
                  –
                </span>
                <TimeInput
                  aria-label={texts.until(name)}
                  className="w-auto!"
                  value={hours.end}
                  onValueChange={(end) => change({ end })}
                />
              </div>
            ) : (
              <span className="text-muted">{texts.closed}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
