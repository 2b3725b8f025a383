import { useState } from 'react'
import type { FormEvent } from 'react'

import { Button } from '../../ui/button.tsx'
import { DateTimeInput } from '../../ui/date-input.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { fieldOfMoment, momentOfField, snoozeTimes } from '../acts/snooze-times.ts'
import { texts } from '../texts.ts'
import { timeZoneHere } from './time-zone.ts'

const longestMilliseconds = 365 * 86_400_000

/** A time of one's own. */
export function SnoozeDialog({ onSnooze, onClose }: { onSnooze: (until: Date) => void; onClose: () => void }) {
  const zone = timeZoneHere()
  const [now] = useState(() => new Date())
  const [text, setText] = useState(() => fieldOfMoment(firstOf(now, zone), zone))
  const [isWrong, setIsWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const until = momentOfField(text, zone)
    const ahead = (until?.getTime() ?? 0) - Date.now()
    if (!until || ahead <= 0 || ahead > longestMilliseconds) {
      setIsWrong(true)
      return
    }
    onSnooze(until)
    onClose()
  }
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={texts.snooze} size="small">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={texts.snoozeUntil} error={isWrong ? texts.snoozePast : undefined}>
          <DateTimeInput
            required
            value={text}
            min={fieldOfMoment(now, zone)}
            max={fieldOfMoment(new Date(now.getTime() + longestMilliseconds), zone)}
            onValueChange={setText}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary">
            {texts.snooze}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function firstOf(now: Date, zone: string): Date {
  return snoozeTimes(now, zone).find(({ name }) => name === 'tomorrow')!.at
}
