import { problemWith } from '../api/field-problem.ts'
import { Combobox } from '../ui/combobox.tsx'
import { Field } from '../ui/field.tsx'
import { countries, timeZonesWith } from '../ui/places.ts'
import { texts } from './texts.ts'

interface PlaceFieldsProps {
  country: string | undefined
  timezone: string
  onChange: (name: 'country' | 'timezone', to: string) => void
  error: unknown
}

export function PlaceFields({ country, timezone, onChange, error }: PlaceFieldsProps) {
  return (
    <>
      <Field label={texts.country} error={problemWith(error, 'country')}>
        <Combobox
          label={texts.country}
          options={countries()}
          value={country}
          onValueChange={(to) => to && onChange('country', to)}
        />
      </Field>
      <Field label={texts.timeZone} error={problemWith(error, 'timezone')}>
        <Combobox
          label={texts.timeZone}
          options={timeZonesWith(timezone)}
          value={timezone}
          onValueChange={(to) => to && onChange('timezone', to)}
        />
      </Field>
    </>
  )
}
