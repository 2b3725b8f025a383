import { useState } from 'react'
import type { FormEvent } from 'react'

import { Button } from '../../ui/button.tsx'
import { DateTimeInput } from '../../ui/date-input.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { dateTime } from '../../ui/format.ts'
import { formatters } from '../../ui/formatters.ts'
import { Input } from '../../ui/input.tsx'
import { fieldOfMoment, momentOfField, snoozeTimes } from '../acts/snooze-times.ts'
import { momentOfWords } from '../acts/spoken-times.ts'
import { texts } from '../texts.ts'
import { timeZoneHere } from './time-zone.ts'

const longestMilliseconds = 365 * 86_400_000

/** A time of one's own, in words or by the calendar. */
export function SnoozeDialog({ onSnooze, onClose }: { onSnooze: (until: Date) => void; onClose: () => void }) {
  const zone = timeZoneHere()
  const [now] = useState(() => new Date())
  const [words, setWords] = useState('')
  const [text, setText] = useState(() => fieldOfMoment(firstOf(now, zone), zone))
  const [isWrong, setIsWrong] = useState(false)
  const spoken = momentOfWords(words, now, zone)
  const isUnclear = words.trim() !== '' && !spoken
  const say = (next: string) => {
    setWords(next)
    setIsWrong(false)
    const moment = momentOfWords(next, new Date(), zone)
    if (moment) setText(fieldOfMoment(moment, zone))
  }
  const choose = (next: string) => {
    setText(next)
    setWords('')
    setIsWrong(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const until = words.trim() === '' ? momentOfField(text, zone) : momentOfWords(words, new Date(), zone)
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
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field
          label={texts.snoozeWords}
          hint={spoken ? `${weekdayOf(spoken)}, ${dateTime(spoken)}` : texts.snoozeWordsHint}
          error={isUnclear && isWrong ? texts.snoozeUnclear : undefined}
        >
          <Input value={words} onValueChange={say} maxLength={60} autoComplete="off" />
        </Field>
        <Field label={texts.snoozeUntil} error={isWrong && !isUnclear ? texts.snoozePast : undefined}>
          <DateTimeInput
            required
            value={text}
            min={fieldOfMoment(now, zone)}
            max={fieldOfMoment(new Date(now.getTime() + longestMilliseconds), zone)}
            onValueChange={choose}
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

function weekdayOf(moment: Date): string {
  return formatters.date({ weekday: 'short' }).format(moment)
}

function firstOf(now: Date, zone: string): Date {
  return snoozeTimes(now, zone).find(({ name }) => name === 'tomorrow')!.at
}
