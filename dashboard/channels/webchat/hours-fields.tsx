import { problemWith } from '../../api/field-problem.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { TimeRange } from '../../ui/date-input.tsx'
import { Field } from '../../ui/field.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { usualWeek, weekdays } from './settings-draft.ts'
import type { Weekly } from './settings-draft.ts'
import { texts } from './texts.ts'
import type { PartProps } from './webchat-editor.tsx'

const zones = Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value.replaceAll('_', ' ') }))
const here = Intl.DateTimeFormat().resolvedOptions().timeZone

export function HoursFields({ draft: { hours }, set, error }: PartProps) {
  const { isOn, weekly, timeZone, awayMessage } = hours
  const change = (next: Partial<typeof hours>) => set({ hours: { ...hours, ...next } })
  const choose = (whose: 'organizations' | 'own') => {
    const { weekly: _weekly, timeZone: _timeZone, ...rest } = hours
    set({ hours: whose === 'own' ? { ...rest, weekly: usualWeek(), timeZone: here } : rest })
  }
  return (
    <>
      <Checkbox label={texts.hasHours} isChecked={isOn} onCheckedChange={(next) => change({ isOn: next })} />
      {isOn && (
        <div className="flex flex-col gap-4 border-s-2 ps-4">
          <RadioGroup
            label={texts.whose}
            value={weekly ? 'own' : 'organizations'}
            onValueChange={choose}
            options={[
              { value: 'organizations', label: texts.organizations },
              { value: 'own', label: texts.own },
            ]}
          />
          {weekly && <Week weekly={weekly} onChange={(next) => change({ weekly: next })} />}
          {weekly && (
            <Field label={texts.timeZone} error={problemWith(error, 'hours.timeZone')}>
              <Combobox
                label={texts.timeZone}
                value={timeZone}
                onValueChange={(next) => next && change({ timeZone: next })}
                options={zones}
              />
            </Field>
          )}
          <Field label={texts.away} hint={texts.awayHint}>
            <TextArea
              rows={2}
              maxLength={500}
              value={awayMessage ?? ''}
              onValueChange={(next) => change({ awayMessage: next || null })}
            />
          </Field>
        </div>
      )}
    </>
  )
}

function Week({ weekly, onChange }: { weekly: Weekly; onChange: (weekly: Weekly) => void }) {
  return (
    <ul className="flex flex-col gap-1">
      {weekdays.map((day) => {
        const { enabled, start, end } = weekly[day] ?? { enabled: false, start: '09:00', end: '17:00' }
        const set = (next: object) => onChange({ ...weekly, [day]: { enabled, start, end, ...next } })
        return (
          <li key={day} className="flex min-h-10 flex-wrap items-center gap-x-3">
            <div className="w-32">
              <Checkbox
                label={texts.weekdays[day]}
                isChecked={enabled}
                onCheckedChange={(next) => set({ enabled: next })}
              />
            </div>
            {enabled ? (
              <TimeRange
                label={texts.weekdays[day]}
                value={{ from: start, to: end }}
                onValueChange={({ from, to }) => set({ start: from, end: to })}
              />
            ) : (
              <span className="text-muted">{texts.closed}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
