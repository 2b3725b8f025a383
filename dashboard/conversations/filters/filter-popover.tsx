import { ListFilter } from 'lucide-react'
import { useState } from 'react'

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
import { waitingOptions } from './where-value.tsx'

export type SetFilter = <Name extends FilterName>(name: Name, value: Filters[Name] | undefined) => void

interface Props {
  filters: Filters
  count: number
  onFilter: SetFilter
  onClear: () => void
  onBuild: () => void
}

/** All that a list can be narrowed to; it is narrowed at once. */
export function FilterPopover({ filters, count, onFilter, onClear, onBuild }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const build = () => {
    setIsOpen(false)
    onBuild()
  }
  return (
    <Popover
      label={texts.filters}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
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
        <div className="flex justify-between">
          <Button variant="quiet" size="small" onClick={build}>
            {texts.where.edit}…
          </Button>
          <Button variant="quiet" size="small" disabled={count === 0} onClick={onClear}>
            {texts.clearFilters}
          </Button>
        </div>
      </div>
    </Popover>
  )
}

const states = (['open', 'snoozed', 'resolved', 'all'] as const).map((value) => ({ value, label: texts.states[value] }))
const channelTypes = (['sms', 'facebook', 'webchat'] as const).map((value) => ({
  value,
  label: texts.channelTypes[value] ?? value,
}))

type Part = Pick<Props, 'filters' | 'onFilter'>

function Choices({ filters, onFilter }: Part) {
  const { people, channels, stages } = useFilterOptions()
  const tags = useKnownTags(filters.tag ? [filters.tag] : [])
  const me = { value: 'me', label: texts.me }
  const nobody = { value: 'none', label: texts.nobody }
  const part = { filters, onFilter }
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
            options={channelTypes}
          />
        </Field>
      </div>
      <OneOf {...part} name="channelId" options={channels} />
      <OneOf {...part} name="assignee" options={[me, nobody, ...people]} />
      <OneOf {...part} name="owner" options={[me, ...people]} />
      <div className="grid grid-cols-2 gap-3">
        <OneOf {...part} name="status" options={stages} />
        <OneOf
          {...part}
          name="tag"
          options={tags.map((tag) => ({ value: tag, label: tag }))}
          onCreate={(tag) => onFilter('tag', tag.toLowerCase())}
        />
      </div>
    </>
  )
}

interface OneOfProps extends Part {
  name: 'channelId' | 'assignee' | 'owner' | 'status' | 'tag'
  options: Array<{ value: string; label: string }>
  onCreate?: (name: string) => void
}

function OneOf({ filters, onFilter, name, options, onCreate }: OneOfProps) {
  const label = texts.filterNames[name]
  return (
    <Field label={label}>
      <Combobox
        canClear
        placeholder={texts.anything}
        label={label}
        options={options}
        value={filters[name]}
        onValueChange={(value) => onFilter(name, value)}
        onCreate={onCreate}
      />
    </Field>
  )
}

const switches = ['unread', 'waiting', 'optedOut', 'mentioned', 'followed'] as const

function Switches({ filters, onFilter }: Part) {
  const waits = filters.waitingMinutes
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
      <Field label={texts.filterNames.waitingMinutes}>
        <AnySelect
          value={waits === undefined ? undefined : String(waits)}
          onChange={(value) => onFilter('waitingMinutes', value === undefined ? undefined : Number(value))}
          options={waitingOptions(waits === undefined ? undefined : String(waits))}
        />
      </Field>
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
