import { Plus, X } from 'lucide-react'

import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { DateInput } from '../ui/date-input.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Input } from '../ui/input.tsx'
import type { Keyed } from './keyed.ts'
import { texts } from './texts.ts'

type Holiday = Keyed<Schema<'BusinessHours'>['holidays'][number]>

export function Holidays({ holidays, onChange }: { holidays: Holiday[]; onChange: (holidays: Holiday[]) => void }) {
  const change = (key: string, to: Partial<Holiday>) =>
    onChange(holidays.map((holiday) => (holiday.key === key ? { ...holiday, ...to } : holiday)))
  const add = () => onChange([...holidays, { key: crypto.randomUUID(), date: nextFree(holidays), label: '' }])
  return (
    <div className="flex flex-col items-start gap-2">
      {holidays.map(({ key, date, label = '' }) => (
        <div key={key} className="flex w-full items-center gap-2">
          <DateInput
            aria-label={texts.date}
            className="w-auto! shrink-0"
            value={date}
            onValueChange={(to) => change(key, { date: to })}
          />
          <Input
            aria-label={texts.label}
            placeholder={texts.label}
            value={label}
            onValueChange={(to) => change(key, { label: to })}
          />
          <IconButton
            label={texts.remove(label || date)}
            onClick={() => onChange(holidays.filter((other) => other.key !== key))}
          >
            <X className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button icon={<Plus className="size-4" />} onClick={add}>
        {texts.addHoliday}
      </Button>
    </div>
  )
}

/** Tomorrow, or the day after the last one. */
export function nextFree(days: readonly { date: string }[]): string {
  const last =
    days
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? ''
  const today = new Date().toISOString().slice(0, 10)
  const next = new Date(last > today ? last : today)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}
