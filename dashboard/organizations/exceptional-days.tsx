import { Plus, X } from 'lucide-react'

import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { DateInput, TimeInput } from '../ui/date-input.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { nextFree } from './holidays.tsx'
import type { Keyed } from './keyed.ts'
import { texts } from './texts.ts'

type Day = Keyed<Schema<'BusinessHours'>['exceptionalHours'][number]>

export function ExceptionalDays({ days, onChange }: { days: Day[]; onChange: (days: Day[]) => void }) {
  const change = (key: string, to: Partial<Day>) =>
    onChange(days.map((day) => (day.key === key ? { ...day, ...to } : day)))
  const add = () => {
    const hours = { closed: false, start: '09:00', end: '17:00' }
    onChange([...days, { key: crypto.randomUUID(), date: nextFree(days), ...hours }])
  }
  return (
    <div className="flex flex-col items-start gap-2">
      {days.map((day) => (
        <div key={day.key} className="flex w-full flex-wrap items-center gap-2">
          <DateInput
            aria-label={texts.date}
            className="w-auto!"
            value={day.date}
            onValueChange={(date) => change(day.key, { date })}
          />
          <Checkbox
            label={texts.open}
            isChecked={!day.closed}
            onCheckedChange={(isOpen) =>
              change(day.key, { closed: !isOpen, start: day.start ?? '09:00', end: day.end ?? '17:00' })
            }
          />
          {!day.closed && (
            <>
              <TimeInput
                aria-label={texts.from(day.date)}
                className="w-auto!"
                value={day.start ?? ''}
                onValueChange={(start) => change(day.key, { start })}
              />
              <TimeInput
                aria-label={texts.until(day.date)}
                className="w-auto!"
                value={day.end ?? ''}
                onValueChange={(end) => change(day.key, { end })}
              />
            </>
          )}
          <IconButton
            label={texts.remove(day.date)}
            className="ms-auto"
            onClick={() => onChange(days.filter((other) => other.key !== day.key))}
          >
            <X className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button icon={<Plus className="size-4" />} onClick={add}>
        {texts.addExceptional}
      </Button>
    </div>
  )
}
