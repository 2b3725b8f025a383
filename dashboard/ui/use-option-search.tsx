import { Plus } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import type { OptionListProps } from './option-list.tsx'
import { matchingOptions, nextEnabled, type Option } from './options.ts'
import { texts } from './texts.ts'

const createValue = '\u0000create'

/** What an OptionList shows for what was written, and what its keys do. */
export function useOptionSearch<Value extends string>(props: OptionListProps<Value>) {
  const { options, onPick, isMultiple = false, onQueryChange, onCreate } = props
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const shown = withCreation(onQueryChange ? options : matchingOptions(options, query), query, props)
  const current = Math.min(active, shown.length - 1)
  const search = (text: string) => {
    setQuery(text)
    setActive(0)
    onQueryChange?.(text)
  }
  const pick = (option: Option | undefined) => {
    if (!option || option.isDisabled) return
    const isNew = option.value === createValue
    if (isNew) onCreate?.(query.trim())
    else onPick(option.value as Value)
    if (isNew || (isMultiple && query)) search('')
  }
  const press = (event: KeyboardEvent) => {
    const moved = movedBy(event, shown, current)
    if (moved !== undefined) setActive(moved)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) pick(shown[current])
    else return
    event.preventDefault()
  }
  return { query, shown, current, setActive, search, pick, press }
}

function withCreation(shown: Option[], query: string, props: { onCreate?: unknown; isLoading?: unknown }): Option[] {
  const name = query.trim()
  const isThere = shown.some((option) => option.label.toLowerCase() === name.toLowerCase())
  if (!props.onCreate || !name || isThere || props.isLoading) return shown
  return [...shown, { value: createValue, label: texts.create(name), icon: <Plus aria-hidden /> }]
}

function movedBy({ key }: KeyboardEvent, shown: Option[], current: number): number | undefined {
  if (key === 'ArrowDown') return nextEnabled(shown, current, 1)
  if (key === 'ArrowUp') return nextEnabled(shown, current, -1)
  if (key === 'PageDown') return shown.length - 1
  if (key === 'PageUp') return 0
  return undefined
}
