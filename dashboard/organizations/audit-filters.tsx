import type { Query, Schema } from '../api/shapes.ts'
import { Combobox } from '../ui/combobox.tsx'
import { DateRange } from '../ui/date-input.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { texts } from './texts.ts'

type Search = Readonly<Record<string, string>>

const day = 86_400_000

/** Days are whole ones, here. */
export function readAuditFilters({ who, what, from, to }: Search): Omit<Query<'/api/audit-logs'>, 'cursor'> {
  return {
    size: 50,
    ...(who && { actorId: who }),
    ...(what && { subjectType: what }),
    ...(from && { from: new Date(`${from}T00:00`).toISOString() }),
    ...(to && { to: new Date(new Date(`${to}T00:00`).getTime() + day).toISOString() }),
  }
}

interface AuditFiltersProps {
  search: Search
  onSearch: (search: Record<string, string>) => void
  users: readonly Schema<'User'>[]
}

export function AuditFilters({ search, onSearch, users }: AuditFiltersProps) {
  const set = (changes: Record<string, string>) => {
    const entries = Object.entries({ ...search, ...changes }).filter(([, value]) => value !== '')
    onSearch(Object.fromEntries(entries))
  }
  const subjects = Object.entries(texts.subjects).map(([value, label]) => ({ value, label }))
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <div className="w-52">
        <Field label={texts.who} isLabelHidden>
          <Combobox
            label={texts.who}
            placeholder={texts.anybody}
            canClear
            value={search['who']}
            onValueChange={(who) => set({ who: who ?? '' })}
            options={users.map(({ _id, fullName, email }) => ({ value: _id, label: fullName, hint: email }))}
          />
        </Field>
      </div>
      <Select
        className="w-44!"
        label={texts.what}
        value={search['what'] ?? ''}
        onValueChange={(what) => set({ what })}
        options={[{ value: '', label: texts.anything }, ...subjects]}
      />
      <DateRange
        label={texts.when}
        value={{ from: search['from'] ?? '', to: search['to'] ?? '' }}
        onValueChange={set}
      />
    </div>
  )
}
