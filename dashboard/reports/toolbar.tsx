import { X } from 'lucide-react'

import { Button } from '../ui/button.tsx'
import { DateRange } from '../ui/date-input.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { tip } from '../ui/tooltip.tsx'
import { periodLabel } from './labels.ts'
import { periodBefore } from './periods.ts'
import type { Period } from './periods.ts'
import { spans, steps } from './reports-search.ts'
import type { ReportsSearch, Step } from './reports-search.ts'
import { texts } from './texts.ts'
import type { Filter } from './use-filter-names.ts'

interface ToolbarProps {
  search: ReportsSearch
  onSearch: (search: ReportsSearch) => void
  period: Period
  step: Step
  /** What it is narrowed to, in words. */
  filters: Filter[]
}

/** Which time, of whom, and how it is shown. */
export function Toolbar({ search, onSearch, period, step, filters }: ToolbarProps) {
  const { span = '30d' } = search
  const change = (part: Partial<ReportsSearch>) => onSearch({ ...search, ...part })
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <SegmentedControl
          label={texts.span}
          value={span}
          onValueChange={(chosen) =>
            onSearch(
              chosen === 'custom' ? { ...search, span: chosen, ...period } : withoutCustom({ ...search, span: chosen }),
            )
          }
          segments={spans.map((value) => ({ value, label: texts.spans[value] }))}
        />
        {span === 'custom' && (
          <DateRange
            label={texts.customSpan}
            value={period}
            onValueChange={({ from, to }) => from && to && change({ from, to })}
          />
        )}
        <Select
          label={texts.step}
          className="w-auto!"
          value={step}
          onValueChange={(chosen) => change({ step: chosen })}
          options={steps.map((value) => ({ value, label: `${texts.step} ${texts.steps[value].toLowerCase()}` }))}
        />
        <div className="flex flex-wrap gap-x-5 gap-y-2 md:ms-auto">
          <span {...tip(texts.businessHoursHint)}>
            <Switch
              label={texts.businessHours}
              isOn={search.hours === 'business'}
              onSwitch={(isOn) => change({ hours: isOn ? 'business' : undefined })}
            />
          </span>
          <Switch
            label={texts.asTable}
            isOn={search.tables ?? false}
            onSwitch={(isOn) => change({ tables: isOn || undefined })}
          />
        </div>
      </div>
      <Narrowed period={period} filters={filters} onClear={(name) => change({ [name]: undefined })} />
    </div>
  )
}

function Narrowed({
  period,
  filters,
  onClear,
}: Pick<ToolbarProps, 'period' | 'filters'> & { onClear: (name: Filter['name']) => void }) {
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-2 text-xs text-muted">
      <p>
        <span className="font-medium text-text">{periodLabel(period)}</span>,{' '}
        {texts.comparedWith(periodLabel(periodBefore(period)))}
      </p>
      {filters.map(({ name, label }) => (
        <Button key={name} size="small" aria-label={texts.clearFilter(label)} onClick={() => onClear(name)}>
          {label}
          <X aria-hidden className="size-3.5" />
        </Button>
      ))}
    </div>
  )
}

function withoutCustom({ from: _from, to: _to, ...search }: ReportsSearch): ReportsSearch {
  return search
}
