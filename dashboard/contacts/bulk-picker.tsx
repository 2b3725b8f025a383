import { useState } from 'react'

import { Button } from '../ui/button.tsx'
import { useCommand } from '../ui/commands.ts'
import type { Option } from '../ui/options.ts'
import { Picker } from '../ui/picker.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import { texts } from './texts.ts'

/** A button that opens what can be given to the chosen rows, or taken from them. */
export function BulkPicker({
  label,
  options,
  keys,
  onPick,
  onTakeAway,
  onCreate,
}: {
  label: string
  options: Option[]
  keys?: string
  onPick: (value: string) => void
  onTakeAway?: (value: string) => void
  onCreate?: (name: string) => void
}) {
  const [isOpen, setIsOpen] = useState(false)
  const [mode, setMode] = useState<'add' | 'remove'>('add')
  const isRemoving = mode === 'remove' && onTakeAway !== undefined
  const change = (next: boolean) => {
    setIsOpen(next)
    if (next) setMode('add')
  }
  useCommand({
    id: `contacts.bulk.${label}`,
    label: texts.bulk.command(label),
    section: texts.contacts,
    keys,
    run: () => change(true),
  })
  const create = (name: string) => {
    setIsOpen(false)
    onCreate?.(name)
  }
  return (
    <Picker
      label={label}
      isOpen={isOpen}
      onOpenChange={change}
      options={options}
      selected={[]}
      onPick={(value) => (isRemoving ? onTakeAway(value) : onPick(value))}
      {...(onCreate && !isRemoving ? { onCreate: create } : {})}
      trigger={<Button size="small">{label}</Button>}
      footer={
        onTakeAway && (
          <SegmentedControl
            label={label}
            value={mode}
            onValueChange={setMode}
            segments={[
              { value: 'add', label: texts.bulk.add },
              { value: 'remove', label: texts.bulk.remove },
            ]}
            className="w-full!"
          />
        )
      }
    />
  )
}
