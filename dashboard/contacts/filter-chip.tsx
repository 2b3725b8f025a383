import { X } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../ui/button.tsx'
import { DateRange } from '../ui/date-input.tsx'
import { calendarDate, list } from '../ui/format.ts'
import { Form } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { OptionList } from '../ui/option-list.tsx'
import { Popover } from '../ui/popover.tsx'
import type { ContactsSearch, Period } from './contacts-search.ts'
import type { FilterKind } from './filter-kinds.ts'
import { texts } from './texts.ts'

export interface FilterChipProps {
  kind: FilterKind
  search: ContactsSearch
  onSearch: (search: ContactsSearch) => void
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onRemove: () => void
}

/** One thing that the table is narrowed to: pressed, it can be changed. */
export function FilterChip(props: FilterChipProps) {
  const { kind, search, isOpen, onOpenChange, onRemove } = props
  const value = summaryOf(kind, search)
  return (
    <span className="inline-flex h-control-small max-w-full items-stretch rounded-md border border-line-strong bg-surface text-xs">
      <Popover
        label={kind.label}
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        className={kind.type === 'choice' ? 'w-64 overflow-hidden! p-0' : 'p-3'}
        trigger={
          <button
            type="button"
            className="inline-flex min-w-0 items-center gap-1 rounded-s-md ps-2 pe-1 outline-offset-[-2px] hover:bg-hover"
          >
            <span className="text-muted">{kind.label}</span>
            <span className="max-w-48 truncate font-medium">{value || texts.any}</span>
          </button>
        }
      >
        <FilterEditor {...props} />
      </Popover>
      <button
        type="button"
        aria-label={texts.removeFilter(kind.label)}
        onClick={onRemove}
        className="inline-flex min-w-6 items-center justify-center rounded-e-md text-faint outline-offset-[-2px] hover:bg-hover hover:text-text"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  )
}

function FilterEditor({ kind, search, onSearch, onOpenChange }: FilterChipProps) {
  if (kind.type === 'choice') {
    const chosen = kind.read(search)
    const pick = (value: string) => {
      const others = chosen.filter((each) => each !== value)
      if (!kind.isMany) onOpenChange(false)
      if (!kind.isMany) onSearch(kind.write(search, [value]))
      else onSearch(kind.write(search, others.length < chosen.length ? others : [...chosen, value]))
    }
    return (
      <OptionList label={kind.label} options={kind.options} selected={chosen} isMultiple={kind.isMany} onPick={pick} />
    )
  }
  if (kind.type === 'period') {
    const value = kind.read(search) ?? { from: '', to: '' }
    return <DateRange label={kind.label} value={value} onValueChange={(next) => onSearch(kind.write(search, next))} />
  }
  return (
    <TextEditor
      label={kind.label}
      input={kind.input}
      initial={kind.read(search)}
      onDone={(text) => {
        onSearch(kind.write(search, text))
        onOpenChange(false)
      }}
    />
  )
}

function TextEditor({
  label,
  input,
  initial,
  onDone,
}: {
  label: string
  input: 'text' | 'number' | 'date'
  initial: string
  onDone: (text: string) => void
}) {
  const [text, setText] = useState(initial)
  return (
    <Form onSubmit={() => onDone(text.trim())} className="flex-row! gap-2!">
      <Input aria-label={label} type={input} autoFocus value={text} onValueChange={setText} />
      <Button type="submit" variant="primary">
        {texts.apply}
      </Button>
    </Form>
  )
}

function summaryOf(kind: FilterKind, search: ContactsSearch): string {
  if (kind.type === 'text') return kind.read(search)
  if (kind.type === 'period') return periodText(kind.read(search))
  const labels = kind.read(search).map((value) => kind.options.find((option) => option.value === value)?.label ?? value)
  return labels.length > 3 ? texts.several(labels.length) : list(labels)
}

function periodText(period: Period | undefined): string {
  if (!period) return ''
  const [from, to] = [period.from, period.to].map((day) => day && calendarDate(`${day}T00:00`))
  if (from && to) return `${from} – ${to}`
  return from ? texts.since(from) : texts.until(to ?? '')
}
