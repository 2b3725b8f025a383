import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Checkbox } from '../ui/checkbox.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Field } from '../ui/field.tsx'
import { SearchInput } from '../ui/input.tsx'
import { RadioGroup } from '../ui/radio-group.tsx'
import { countChosen, groupsOf, isChosen, withGroup, withType } from './chosen-types.ts'
import type { TypeGroup } from './chosen-types.ts'
import { eventTypesQuery } from './queries.ts'
import { texts } from './texts.ts'

interface TypesFieldProps {
  chosen: string[] | undefined
  onChosen: (chosen: string[] | undefined) => void
}

/** Everything, or what is picked from a list that says what each of it is. */
export function TypesField({ chosen, onChosen }: TypesFieldProps) {
  return (
    <Field label={texts.types} isGroup>
      <RadioGroup
        value={chosen ? 'chosen' : 'everything'}
        onValueChange={(value) => onChosen(value === 'chosen' ? ['message.received'] : undefined)}
        options={[
          { value: 'everything', label: texts.everything, hint: texts.everythingHint },
          { value: 'chosen', label: texts.chosen },
        ]}
      />
      {chosen && <TypeList chosen={chosen} onChosen={onChosen} />}
    </Field>
  )
}

function TypeList({ chosen, onChosen }: { chosen: string[]; onChosen: (chosen: string[]) => void }) {
  const { data: types = [] } = useQuery(eventTypesQuery)
  const [query, setQuery] = useState('')
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean)
  const groups = groupsOf(types)
  const found = groups.flatMap((group) => {
    const name = texts.nouns[group.noun] ?? group.noun
    const matching = group.types.filter(({ type, description }) =>
      words.every((word) => `${type} ${description} ${name}`.toLowerCase().includes(word)),
    )
    return matching.length > 0 ? [{ group, shown: matching }] : []
  })
  return (
    <div className="mt-1 overflow-hidden rounded-md border">
      <div className="border-b p-2">
        <SearchInput label={texts.searchTypes} value={query} onValueChange={setQuery} />
      </div>
      <div className="h-72 overflow-y-auto p-1">
        {found.length === 0 && types.length > 0 && <p className="p-3 text-muted">{texts.noTypes}</p>}
        {found.map(({ group, shown }) => (
          <Group
            key={`${group.noun} ${words.length > 0}`}
            group={group}
            shown={shown}
            chosen={chosen}
            onChosen={onChosen}
            isOpen={words.length > 0 || countChosen(chosen, group) > 0}
          />
        ))}
      </div>
    </div>
  )
}

interface GroupProps {
  group: TypeGroup
  shown: TypeGroup['types']
  chosen: string[]
  onChosen: (chosen: string[]) => void
  isOpen: boolean
}

function Group({ group, shown, chosen, onChosen, isOpen: isOpenFirst }: GroupProps) {
  const [isOpen, setIsOpen] = useState(isOpenFirst)
  const name = texts.nouns[group.noun] ?? group.noun
  const count = countChosen(chosen, group)
  const isWhole = count === group.types.length
  return (
    <Disclosure
      title={name}
      isOpen={isOpen}
      onToggle={setIsOpen}
      end={
        <span className={count > 0 ? 'pe-2 text-xs text-accent-text' : 'pe-2 text-xs text-muted'}>
          {texts.countOf(count, group.types.length)}
        </span>
      }
    >
      <div className="flex flex-col gap-1.5 ps-5">
        {group.types.length > 1 && (
          <Checkbox
            label={texts.allOf(name)}
            isChecked={isWhole}
            isIndeterminate={count > 0 && !isWhole}
            onCheckedChange={(isWanted) => onChosen(withGroup(chosen, group, isWanted))}
          />
        )}
        {shown.map(({ type, description }) => (
          <Checkbox
            key={type}
            label={<code className="font-mono text-xs">{type}</code>}
            hint={description}
            isChecked={isChosen(chosen, type)}
            onCheckedChange={(isWanted) => onChosen(withType(chosen, group, type, isWanted))}
          />
        ))}
      </div>
    </Disclosure>
  )
}
