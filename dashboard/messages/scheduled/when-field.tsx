import { useState } from 'react'

import { DateTimeInput } from '../../ui/date-input.tsx'
import { Field } from '../../ui/field.tsx'
import { dateTime } from '../../ui/format.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { composerTexts as texts } from '../composing/composer-texts.ts'
import { ownTimeZone, zoneName } from './clocks.ts'
import type { ContactClock } from './clocks.ts'
import { fromLocalInput, toLocalInput } from './send-times.ts'

interface WhenFieldProps {
  at: Date | undefined
  onChange: (at: Date | undefined) => void
  now: Date
  /** The contact's, where it shows something else than one's own. */
  clock: ContactClock | undefined
  error?: string | undefined
}

/** A date and a time by the one clock or the other, and what the other shows then. */
export function WhenField({ at, onChange, now, clock, error }: WhenFieldProps) {
  const [whose, setWhose] = useState<'own' | 'theirs'>('own')
  const zone = clock && whose === 'theirs' ? clock.timeZone : ownTimeZone()
  const [text, setText] = useState(() => (at ? toLocalInput(at, zone) : ''))
  const write = (written: string) => {
    setText(written)
    onChange(fromLocalInput(written, zone))
  }
  const turn = (to: 'own' | 'theirs') => {
    setWhose(to)
    // What was written stays as it is: nine o'clock is nine o'clock, there.
    onChange(fromLocalInput(text, to === 'theirs' && clock ? clock.timeZone : ownTimeZone()))
  }
  return (
    <div className="flex flex-col gap-3">
      {clock && (
        <SegmentedControl
          label={texts.whose}
          value={whose}
          onValueChange={turn}
          segments={[
            { value: 'own', label: texts.yourTime },
            { value: 'theirs', label: `${texts.theirTime} (${zoneName(clock.timeZone)})` },
          ]}
        />
      )}
      <Field label={texts.when} hint={hintOf(at, whose, clock)} error={error}>
        <DateTimeInput value={text} onValueChange={write} min={toLocalInput(now, zone)} />
      </Field>
    </div>
  )
}

function hintOf(at: Date | undefined, whose: 'own' | 'theirs', clock: ContactClock | undefined): string | undefined {
  if (!at || !clock) return undefined
  const guess = clock.source === 'phone' ? ` ${texts.guessedZone}` : ''
  const other = whose === 'own' ? texts.thereItIs(dateTime(at, clock.timeZone)) : texts.hereItIs(dateTime(at))
  return other + guess
}
