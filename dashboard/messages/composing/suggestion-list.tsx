import { useEffect, useRef } from 'react'
import type { PointerEvent, ReactNode } from 'react'

import { classes } from '../../ui/classes.ts'

export interface Suggestion {
  id: string
  label: string
  /** By what it is found as well. */
  mark?: string
  hint?: string
  icon?: ReactNode
}

/** What is offered while one writes: over the composer, the focus stays in the text. */
export function SuggestionList({
  id,
  label,
  suggestions,
  activeIndex,
  onHover,
  onPick,
  emptyText,
  aside,
}: {
  id: string
  label: string
  suggestions: readonly Suggestion[]
  activeIndex: number
  onHover: (index: number) => void
  onPick: (index: number) => void
  emptyText: string
  aside?: ReactNode
}) {
  return (
    <div
      className={classes(
        'absolute start-3 bottom-full z-20 mb-2 flex max-h-72 animate-rise overflow-hidden rounded-lg border border-line-strong bg-raised text-text shadow-raised',
        aside ? 'end-3' : 'w-80 max-w-[calc(100%-1.5rem)]',
      )}
    >
      <div className="flex w-full min-w-0 flex-col sm:max-w-80">
        <div id={id} role="listbox" aria-label={label} className="min-h-0 flex-1 overflow-y-auto p-1 empty:hidden">
          {suggestions.map((suggestion, index) => (
            <Row
              key={suggestion.id}
              id={`${id}-${index}`}
              suggestion={suggestion}
              isActive={index === activeIndex}
              onHover={() => onHover(index)}
              onPick={() => onPick(index)}
            />
          ))}
        </div>
        <p role="status" className={suggestions.length > 0 ? 'sr-only' : 'px-3 py-4 text-center text-muted'}>
          {suggestions.length === 0 && emptyText}
        </p>
      </div>
      {suggestions.length > 0 && aside}
    </div>
  )
}

function Row({
  id,
  suggestion,
  isActive,
  onHover,
  onPick,
}: {
  id: string
  suggestion: Suggestion
  isActive: boolean
  onHover: () => void
  onPick: () => void
}) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  // The text keeps the focus; its keys move through the list.
  const handlers = {
    onClick: onPick,
    onPointerMove: isActive ? undefined : onHover,
    onPointerDown: (event: PointerEvent) => event.preventDefault(),
  }
  return (
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      {...handlers}
      className={classes('flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1', isActive && 'bg-hover')}
    >
      {suggestion.icon}
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="truncate">{suggestion.label}</span>
          {suggestion.mark && <code className="shrink-0 font-mono text-xs text-accent-text">{suggestion.mark}</code>}
        </span>
        {suggestion.hint && <span className="block truncate text-xs text-muted">{suggestion.hint}</span>}
      </span>
    </div>
  )
}
