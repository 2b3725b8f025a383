import { Combobox } from '../../ui/combobox.tsx'
import { DateInput } from '../../ui/date-input.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { MultiCombobox } from '../../ui/multi-combobox.tsx'
import { Select } from '../../ui/select.tsx'
import { texts } from '../texts.ts'
import { useKnownTags } from '../tools/known-tags.ts'
import { useOwnFields } from './own-fields.ts'
import { useFilterOptions } from './use-filter-options.ts'
import { keyOfField } from './where-draft.ts'
import type { Line } from './where-draft.ts'
import { isSwitch, waitingChoices } from './where-names.ts'

interface Props {
  line: Line
  onValues: (values: string[]) => void
}

const label = texts.where.value

/** What it is to be, by what is asked. */
export function WhereValue(props: Props) {
  return (
    <div className="min-w-0 max-sm:col-span-2">
      <Field label={texts.where.value} isLabelHidden>
        <Control {...props} />
      </Field>
    </div>
  )
}

function Control({ line, onValues }: Props) {
  const key = keyOfField(line.name)
  if (key !== undefined) return <OwnValue fieldKey={key} line={line} onValues={onValues} />
  if (isSwitch(line.name)) return <SwitchValue named={texts.yesNo[line.name]} line={line} onValues={onValues} />
  return <StandingValue line={line} onValues={onValues} />
}

function StandingValue({ line, onValues }: Props) {
  const { people, channels, stages } = useFilterOptions()
  const [value] = line.values
  const tags = useKnownTags(line.name === 'tag' && value ? [value] : [])
  const me = { value: 'me', label: texts.me }
  const options: Record<string, Array<{ value: string; label: string }>> = {
    tag: tags.map((tag) => ({ value: tag, label: tag })),
    status: stages,
    assignee: [me, { value: 'none', label: texts.nobody }, ...people],
    owner: [me, ...people],
    channelType: ['sms', 'facebook', 'webchat'].map((type) => ({
      value: type,
      label: texts.channelTypes[type] ?? type,
    })),
    channelId: channels,
    waitingMinutes: waitingOptions(value),
  }
  return (
    <Combobox
      label={label}
      placeholder={texts.where.choose}
      options={options[line.name] ?? []}
      value={value}
      shown={value === undefined ? undefined : { value, label: value }}
      onValueChange={(chosen) => onValues(chosen === undefined ? [] : [chosen])}
      onCreate={line.name === 'tag' ? (tag) => onValues([tag.toLowerCase()]) : undefined}
    />
  )
}

/** One that was chosen elsewhere stays among them. */
export function waitingOptions(value: string | undefined) {
  const minutes = new Set([...waitingChoices, ...(value === undefined ? [] : [Number(value)])])
  return [...minutes]
    .toSorted((one, other) => one - other)
    .map((each) => ({ value: String(each), label: texts.duration(each) }))
}

function SwitchValue({ named, line, onValues }: Props & { named: { true: string; false: string } }) {
  return (
    <Select
      label={label}
      placeholder={texts.where.choose}
      value={line.values[0]}
      onValueChange={(value) => onValues([value])}
      options={['true', 'false'].map((value) => ({ value, label: named[value as 'true' | 'false'] }))}
    />
  )
}

function OwnValue({ fieldKey, line, onValues }: Props & { fieldKey: string }) {
  const field = useOwnFields().fields.find(({ key }) => key === fieldKey)
  const { values } = line
  if (field?.dataType === 'boolean') return <SwitchValue named={texts.where.yesNo} line={line} onValues={onValues} />
  if (field?.dataType === 'select' || values.length > 1) {
    const options = [...new Set([...(field?.options ?? []), ...values])]
    return (
      <MultiCombobox
        label={label}
        placeholder={texts.where.choose}
        options={options.map((value) => ({ value, label: value }))}
        values={values}
        onValuesChange={onValues}
      />
    )
  }
  const shared = {
    value: values[0] ?? '',
    onValueChange: (value: string) => onValues(value === '' ? [] : [value]),
  }
  if (field?.dataType === 'date') return <DateInput {...shared} />
  return <Input {...shared} type={field?.dataType === 'number' ? 'number' : 'text'} step="any" maxLength={500} />
}
