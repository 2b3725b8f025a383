import { useEffect, useState } from 'react'
import { Combobox } from '../combobox.tsx'
import { Field } from '../field.tsx'
import { MultiCombobox } from '../multi-combobox.tsx'
import { matchingOptions } from '../options.ts'
import { people } from './people.ts'

const options = people.map(({ id, name }) => ({ value: id, label: name }))

export function ComboboxSamples() {
  const [owner, setOwner] = useState<string | undefined>('p3')
  const [labels, setLabels] = useState(['urgent', 'billing'])
  const [known, setKnown] = useState(['urgent', 'billing', 'return', 'press'])
  return (
    <div className="flex w-full flex-col gap-3">
      <Field label="Owner">
        <Combobox label="Owner" value={owner} onValueChange={setOwner} options={options} canClear />
      </Field>
      <SlowCombobox />
      <Field label="Labels">
        <MultiCombobox
          label="Labels"
          values={labels}
          onValuesChange={setLabels}
          options={known.map((label) => ({ value: label, label }))}
          onCreate={(label) => {
            setKnown([...known, label])
            setLabels([...labels, label])
          }}
        />
      </Field>
    </div>
  )
}

function SlowCombobox() {
  const [value, setValue] = useState<string | undefined>(undefined)
  const [query, setQuery] = useState('')
  const [found, setFound] = useState({ query: '', options })
  useEffect(() => {
    const timer = setTimeout(() => setFound({ query, options: matchingOptions(options, query) }), 500)
    return () => clearTimeout(timer)
  }, [query])
  return (
    <Combobox
      label="Searched elsewhere"
      placeholder="Searched elsewhere"
      value={value}
      onValueChange={setValue}
      options={found.options}
      shown={options.find((option) => option.value === value)}
      onQueryChange={setQuery}
      isLoading={found.query !== query}
    />
  )
}
