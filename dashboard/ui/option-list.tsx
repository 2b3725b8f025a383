import { Plus, Search } from 'lucide-react'
import { useId, useState, type KeyboardEvent } from 'react'
import { OptionRow } from './option-row.tsx'
import { matchingOptions, nextEnabled, type Option } from './options.ts'
import { Spinner } from './spinner.tsx'
import { texts } from './texts.ts'

export type OptionListProps<Value extends string = string> = {
  /** Its name: what is chosen here. */
  label: string
  options: Option<Value>[]
  selected: readonly Value[]
  onPick: (value: Value) => void
  isMultiple?: boolean | undefined
  placeholder?: string | undefined
  /** Whoever takes the query searches elsewhere, and `options` are its answer. */
  onQueryChange?: ((query: string) => void) | undefined
  isLoading?: boolean | undefined
  emptyText?: string | undefined
  /** Offers to make what was not found. */
  onCreate?: ((name: string) => void) | undefined
}

const createValue = '\u0000create'

/** A searchable list for popovers: the focus stays in the search, the arrows move through the options. */
export function OptionList<Value extends string>(props: OptionListProps<Value>) {
  const {
    label,
    options,
    selected,
    onPick,
    isMultiple = false,
    placeholder,
    onQueryChange,
    isLoading,
    emptyText,
  } = props
  const id = useId()
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
    if (option.value === createValue) props.onCreate?.(query.trim())
    else onPick(option.value as Value)
    if (option.value === createValue || (isMultiple && query)) search('')
  }
  const press = (event: KeyboardEvent) => {
    const moved = movedBy(event, shown, current)
    if (moved !== undefined) setActive(moved)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) pick(shown[current])
    else return
    event.preventDefault()
  }
  return (
    <div className="flex max-h-80 min-w-60 flex-col" onKeyDown={press}>
      <div className="flex items-center gap-2 border-b px-3">
        {isLoading ? <Spinner className="text-faint" /> : <Search aria-hidden className="size-4 shrink-0 text-faint" />}
        <input
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          {...(shown[current] ? { 'aria-activedescendant': `${id}${current}` } : {})}
          placeholder={placeholder ?? texts.search}
          value={query}
          onChange={(event) => search(event.currentTarget.value)}
          className="h-9 w-full min-w-0 bg-transparent text-sm outline-none"
        />
      </div>
      <div
        id={`${id}list`}
        role="listbox"
        aria-label={label}
        aria-multiselectable={isMultiple}
        aria-busy={isLoading ?? false}
        className="min-h-0 flex-1 overflow-y-auto p-1"
      >
        {shown.map((option, index) => (
          <OptionRow
            key={option.value}
            id={`${id}${index}`}
            option={option}
            words={onQueryChange ? '' : query}
            isActive={index === current}
            isSelected={(selected as readonly string[]).includes(option.value)}
            isMultiple={isMultiple}
            onPick={() => pick(option)}
            onHover={() => setActive(index)}
          />
        ))}
      </div>
      <p role="status" className={shown.length > 0 ? 'sr-only' : 'px-3 pb-4 text-center text-muted'}>
        {shown.length === 0 && (isLoading ? texts.loading : (emptyText ?? texts.noMatch))}
      </p>
    </div>
  )
}

function withCreation(
  shown: Option[],
  query: string,
  { onCreate, isLoading }: { onCreate?: unknown; isLoading?: unknown },
): Option[] {
  const name = query.trim()
  const isThere = shown.some((option) => option.label.toLowerCase() === name.toLowerCase())
  if (!onCreate || !name || isThere || isLoading) return shown
  return [...shown, { value: createValue, label: texts.create(name), icon: <Plus aria-hidden /> }]
}

function movedBy({ key }: KeyboardEvent, shown: Option[], current: number): number | undefined {
  if (key === 'ArrowDown') return nextEnabled(shown, current, 1)
  if (key === 'ArrowUp') return nextEnabled(shown, current, -1)
  if (key === 'PageDown') return shown.length - 1
  if (key === 'PageUp') return 0
  return undefined
}
