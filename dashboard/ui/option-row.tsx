import { Check } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { classes } from './classes.ts'
import { Highlight } from './highlight.tsx'
import type { Option } from './options.ts'

export function OptionRow({
  id,
  option,
  words,
  isActive,
  isSelected,
  isMultiple,
  onPick,
  onHover,
}: {
  id: string
  option: Option
  words: string
  isActive: boolean
  isSelected: boolean
  isMultiple: boolean
  onPick: () => void
  onHover: () => void
}) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isSelected}
      aria-disabled={option.isDisabled ?? false}
      onClick={onPick}
      onPointerMove={isActive || option.isDisabled ? undefined : onHover}
      // The search keeps the focus.
      onPointerDown={(event) => event.preventDefault()}
      className={classes(
        'flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 select-none [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-faint',
        isActive && 'bg-hover',
        option.isDisabled && 'cursor-default opacity-50',
      )}
    >
      {isMultiple && <Box isSelected={isSelected} />}
      {option.icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">
          <Highlight text={option.label} words={words} />
        </span>
        {option.hint && <span className="block truncate text-xs text-muted">{option.hint}</span>}
      </span>
      {!isMultiple && isSelected && <Check aria-hidden className="size-4 text-accent-text!" />}
    </div>
  )
}

function Box({ isSelected }: { isSelected: boolean }) {
  const look = isSelected ? 'border-accent bg-accent text-on-accent' : 'border-control'
  return (
    <span aria-hidden className={classes('flex size-4 shrink-0 items-center justify-center rounded-sm border', look)}>
      {isSelected && <Check className="size-3 stroke-3" />}
    </span>
  )
}
