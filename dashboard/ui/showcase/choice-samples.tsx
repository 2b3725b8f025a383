import { useState } from 'react'
import { Avatar } from '../avatar.tsx'
import { Button } from '../button.tsx'
import { Checkbox } from '../checkbox.tsx'
import { Field } from '../field.tsx'
import { Picker } from '../picker.tsx'
import { RadioGroup } from '../radio-group.tsx'
import { SegmentedControl } from '../segmented-control.tsx'
import { Select } from '../select.tsx'
import { Switch } from '../switch.tsx'
import { Tabs } from '../tabs.tsx'
import { ComboboxSamples } from './combobox-samples.tsx'
import { people } from './people.ts'
import { Sample, Samples } from './sample.tsx'

export function ChoiceSamples() {
  return (
    <Samples>
      <Sample name="Checkbox, Switch">
        <Checks />
      </Sample>
      <Sample name="RadioGroup, SegmentedControl">
        <Radios />
      </Sample>
      <Sample name="Select">
        <Selects />
      </Sample>
      <Sample name="Combobox, MultiCombobox">
        <ComboboxSamples />
      </Sample>
      <Sample name="Picker">
        <PickerSample />
      </Sample>
      <Sample name="Tabs">
        <TabSamples />
      </Sample>
    </Samples>
  )
}

function Checks() {
  const [isChecked, setIsChecked] = useState(true)
  const [isOn, setIsOn] = useState(true)
  return (
    <div className="flex flex-col gap-2">
      <Checkbox isChecked={isChecked} onCheckedChange={setIsChecked} label="Tell me about new messages" />
      <Checkbox isChecked={false} isIndeterminate label="Some of them" hint="Three of seven" />
      <Checkbox isChecked disabled label="Cannot be changed" />
      <Switch isOn={isOn} onSwitch={setIsOn} label="Send failures" hint="Every third message fails." />
      <Switch isOn={false} label="Off" />
    </div>
  )
}

function Radios() {
  const [when, setWhen] = useState<'now' | 'later' | 'never'>('now')
  const [view, setView] = useState<'list' | 'board' | 'map'>('list')
  return (
    <div className="flex flex-col gap-4">
      <Field label="When" isGroup>
        <RadioGroup
          value={when}
          onValueChange={setWhen}
          options={[
            { value: 'now', label: 'At once' },
            { value: 'later', label: 'Later', hint: 'Tomorrow at nine' },
            { value: 'never', label: 'Never', isDisabled: true },
          ]}
        />
      </Field>
      <SegmentedControl
        label="View"
        value={view}
        onValueChange={setView}
        segments={[
          { value: 'list', label: 'List' },
          { value: 'board', label: 'Board' },
          { value: 'map', label: 'Map', isDisabled: true },
        ]}
      />
    </div>
  )
}

function Selects() {
  const [role, setRole] = useState<'' | 'admin' | 'manager' | 'agent'>('')
  return (
    <div className="flex w-full flex-col gap-3">
      <Field label="Role">
        <Select
          value={role}
          onValueChange={setRole}
          options={[
            { value: '', label: 'None' },
            {
              label: 'Roles',
              options: [
                { value: 'admin', label: 'Administrator', hint: 'May do everything' },
                { value: 'manager', label: 'Manager' },
                { value: 'agent', label: 'Agent', isDisabled: true },
              ],
            },
          ]}
        />
      </Field>
      <Select label="Empty" value={undefined} onValueChange={() => undefined} options={[{ value: 'a', label: 'A' }]} />
      <Select
        label="Quiet"
        look="quiet"
        value="a"
        onValueChange={() => undefined}
        options={[{ value: 'a', label: 'Quiet' }]}
      />
    </div>
  )
}

function PickerSample() {
  const [chosen, setChosen] = useState<string[]>(['p1'])
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
  return (
    <Picker
      label="Assign to"
      isMultiple
      trigger={<Button>Assign to {chosen.length}</Button>}
      selected={chosen}
      onPick={toggle}
      options={people.map(({ id, name, mail }) => ({
        value: id,
        label: name,
        hint: mail,
        icon: <Avatar name={name} size="small" />,
      }))}
    />
  )
}

function TabSamples() {
  const [tab, setTab] = useState<'mine' | 'all' | 'none'>('mine')
  return (
    <Tabs
      label="Views"
      className="w-full"
      value={tab}
      onValueChange={setTab}
      items={[
        { value: 'mine', label: 'Mine', count: 4, content: 'Four of them are yours.' },
        { value: 'all', label: 'All', count: 128, content: 'All of them.' },
        { value: 'none', label: 'Unassigned', content: 'Nobody has these.' },
      ]}
    />
  )
}
