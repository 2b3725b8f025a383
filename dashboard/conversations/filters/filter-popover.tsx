import { ListFilter } from 'lucide-react'

import { Button } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Select } from '../../ui/select.tsx'
import { texts } from '../texts.ts'
import { useKnownTags } from '../tools/known-tags.ts'
import type { FilterName, Filters } from './filters.ts'
import { useFilterOptions } from './use-filter-options.ts'

type SetFilter = <Name extends FilterName>(name: Name, value: Filters[Name] | undefined) => void

interface Props {
  filters: Filters
  count: number
  onFilter: SetFilter
  onClear: () => void
}

/** All that a list can be narrowed to; it is narrowed at once. */
export function FilterPopover({ filters, count, onFilter, onClear }: Props) {
  return (
    <Popover
      label={texts.filters}
      align="end"
      className="w-80 p-3"
      trigger={
        <IconButton
          label={count > 0 ? texts.filterCount(count) : texts.filter}
          className="relative"
          isPressed={count > 0}
        >
          <ListFilter className="size-4" />
        </IconButton>
      }
    >
      <div className="flex flex-col gap-3">
        <Choices filters={filters} onFilter={onFilter} />
        <Switches filters={filters} onFilter={onFilter} />
        <Button variant="quiet" size="small" className="self-end" disabled={count === 0} onClick={onClear}>
          {texts.clearFilters}
        </Button>
      </div>
    </Popover>
  )
}

type Part = Pick<Props, 'filters' | 'onFilter'>

function Choices({ filters, onFilter }: Part) {
  const { people, channels, stages } = useFilterOptions()
  const tags = useKnownTags(filters.tag ? [filters.tag] : [])
  const states = (['open', 'snoozed', 'resolved', 'all'] as const).map((value) => ({
    value,
    label: texts.states[value],
  }))
  const me = { value: 'me', label: texts.me }
  const choose = { canClear: true, placeholder: texts.anything } as const
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Field label={texts.filterNames.state}>
          <Select
            value={filters.state ?? 'open'}
            onValueChange={(value) => onFilter('state', value)}
            options={states}
          />
        </Field>
        <Field label={texts.filterNames.channelType}>
          <AnySelect
            value={filters.channelType}
            onChange={(value) => onFilter('channelType', value)}
            options={(['sms', 'facebook', 'webchat'] as const).map((value) => ({
              value,
              label: texts.channelTypes[value]!,
            }))}
          />
        </Field>
      </div>
      <Field label={texts.filterNames.channelId}>
        <Combobox
          {...choose}
          label={texts.filterNames.channelId}
          options={channels}
          value={filters.channelId}
          onValueChange={(value) => onFilter('channelId', value)}
        />
      </Field>
      <Field label={texts.filterNames.assignee}>
        <Combobox
          {...choose}
          label={texts.filterNames.assignee}
          options={[me, { value: 'none', label: texts.nobody }, ...people]}
          value={filters.assignee}
          onValueChange={(value) => onFilter('assignee', value)}
        />
      </Field>
      <Field label={texts.filterNames.owner}>
        <Combobox
          {...choose}
          label={texts.filterNames.owner}
          options={[me, ...people]}
          value={filters.owner}
          onValueChange={(value) => onFilter('owner', value)}
        />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={texts.filterNames.status}>
          <Combobox
            {...choose}
            label={texts.filterNames.status}
            options={stages}
            value={filters.status}
            onValueChange={(value) => onFilter('status', value)}
          />
        </Field>
        <Field label={texts.filterNames.tag}>
          <Combobox
            {...choose}
            label={texts.filterNames.tag}
            options={tags.map((tag) => ({ value: tag, label: tag }))}
            value={filters.tag}
            onValueChange={(value) => onFilter('tag', value)}
            onCreate={(tag) => onFilter('tag', tag.toLowerCase())}
          />
        </Field>
      </div>
    </>
  )
}

const switches = ['unread', 'waiting', 'optedOut', 'mentioned'] as const

function Switches({ filters, onFilter }: Part) {
  return (
    <div className="grid grid-cols-2 gap-3">
      {switches.map((name) => (
        <Field key={name} label={texts.filterNames[name]}>
          <AnySelect
            value={filters[name] === undefined ? undefined : (String(filters[name]) as 'true' | 'false')}
            onChange={(value) => onFilter(name, value === undefined ? undefined : value === 'true')}
            options={(['true', 'false'] as const).map((value) => ({ value, label: texts.yesNo[name][value] }))}
          />
        </Field>
      ))}
    </div>
  )
}

interface AnySelectProps<Value extends string> {
  value: Value | undefined
  onChange: (value: Value | undefined) => void
  options: Array<{ value: Value; label: string }>
}

function AnySelect<Value extends string>({ value, onChange, options }: AnySelectProps<Value>) {
  return (
    <Select
      value={value ?? ''}
      onValueChange={(chosen) => onChange(chosen === '' ? undefined : chosen)}
      options={[{ value: '', label: texts.anything }, ...options]}
    />
  )
}
