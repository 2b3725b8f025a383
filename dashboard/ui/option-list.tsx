import { Search } from 'lucide-react'
import { useId } from 'react'
import { OptionRow } from './option-row.tsx'
import type { Option } from './options.ts'
import { Spinner } from './spinner.tsx'
import { texts } from './texts.ts'
import { useOptionSearch } from './use-option-search.tsx'

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

/** A searchable list for popovers: the focus stays in the search, the arrows move through the options. */
export function OptionList<Value extends string>(props: OptionListProps<Value>) {
  const { label, selected, isMultiple = false, placeholder, onQueryChange, isLoading = false, emptyText } = props
  const id = useId()
  const { query, shown, current, setActive, search, pick, press } = useOptionSearch(props)
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
        aria-busy={isLoading}
        className={shown.length > 0 ? 'min-h-0 flex-1 overflow-y-auto p-1' : ''}
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
      <p role="status" className={shown.length > 0 ? 'sr-only' : 'px-3 py-4 text-center text-muted'}>
        {shown.length === 0 && (isLoading ? texts.loading : (emptyText ?? texts.noMatch))}
      </p>
    </div>
  )
}
