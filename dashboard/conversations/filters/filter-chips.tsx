import { X } from 'lucide-react'
import type { ReactNode } from 'react'

import { tip } from '../../ui/tooltip.tsx'
import { texts } from '../texts.ts'
import type { FilterName, Filters } from './filters.ts'
import { shownValue, useFilterOptions } from './use-filter-options.ts'

interface Props {
  filters: Filters
  onRemove: (name: FilterName) => void
  /** Opens the conditions, which a chip only counts. */
  onBuild: () => void
  /** What can be done with them together. */
  children?: ReactNode
}

/** What the list is narrowed to, each with its own button to take it away. */
export function FilterChips({ filters, onRemove, onBuild, children }: Props) {
  const options = useFilterOptions()
  const entries = Object.entries(filters) as Array<[keyof typeof texts.filterNames, Filters[FilterName]]>
  return (
    <ul aria-label={texts.filters} className="flex flex-wrap items-center gap-1.5 px-3 pb-2">
      {entries.map(([name, value]) => {
        const shown = shownValue(name, value, options)
        const text = typeof value === 'boolean' || name === 'where' ? shown : texts.chip(texts.filterNames[name], shown)
        return (
          <li key={name} className="inline-flex h-6 max-w-full items-center rounded-md border bg-surface ps-2 text-xs">
            {name === 'where' ? (
              <button
                type="button"
                {...tip(texts.where.change)}
                onClick={onBuild}
                className="h-6 truncate hover:underline"
              >
                {text}
              </button>
            ) : (
              <span className="truncate">{text}</span>
            )}
            <button
              type="button"
              aria-label={texts.removeFilter(text)}
              onClick={() => onRemove(name)}
              className="flex size-6 shrink-0 items-center justify-center rounded-md text-faint hover:text-text"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        )
      })}
      {children && <li className="contents">{children}</li>}
    </ul>
  )
}
