import { X } from 'lucide-react'

import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { texts } from '../texts.ts'
import { useOwnFields } from './own-fields.ts'
import { fieldName } from './where-draft.ts'
import type { Line } from './where-draft.ts'
import { conditionNames, isSwitch } from './where-names.ts'
import { WhereValue } from './where-value.tsx'

interface Props {
  line: Line
  onChange: (line: Line) => void
  onRemove: () => void
}

const standing = conditionNames.map((value) => ({ value: value as string, label: texts.filterNames[value] }))

/** One condition: what is asked, whether it is to be so or not, and what. */
export function WhereLine({ line, onChange, onRemove }: Props) {
  const { fields } = useOwnFields()
  const own = fields.map(({ key, name }) => ({ value: fieldName(key), label: name }))
  const options =
    own.length > 0
      ? [
          { label: texts.where.standing, options: standing },
          { label: texts.where.own, options: own },
        ]
      : standing
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[11rem_7rem_minmax(0,1fr)_auto]">
      <Select
        label={texts.where.what}
        value={line.name}
        options={options}
        onValueChange={(name) => onChange({ ...line, name, values: [], isNot: isSwitch(name) ? false : line.isNot })}
      />
      <IconButton label={texts.where.remove} className="sm:order-last" onClick={onRemove}>
        <X className="size-4" />
      </IconButton>
      {isSwitch(line.name) ? (
        <span className="hidden sm:block" />
      ) : (
        <Select
          label={texts.where.how}
          value={line.isNot ? 'not' : 'is'}
          options={(['is', 'not'] as const).map((value) => ({ value, label: texts.where[value] }))}
          onValueChange={(value) => onChange({ ...line, isNot: value === 'not' })}
          className="max-sm:col-span-2"
        />
      )}
      <WhereValue line={line} onValues={(values) => onChange({ ...line, values })} />
    </li>
  )
}
