import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { texts } from './texts.ts'

interface ExportColumnsProps {
  columns: Array<{ name: string; title: string }>
  /** Undefined is all of them, whichever there are. */
  chosen: ReadonlySet<string> | undefined
  onChoose: (chosen: ReadonlySet<string> | undefined) => void
}

export function ExportColumns({ columns, chosen, onChoose }: ExportColumnsProps) {
  const isChosen = (name: string) => !chosen || chosen.has(name)
  const count = chosen?.size ?? columns.length
  const toggle = (name: string) => {
    const all = columns.map((column) => column.name)
    const next = new Set(all.filter((each) => (each === name ? !isChosen(each) : isChosen(each))))
    onChoose(next.size === all.length ? undefined : next)
  }
  return (
    <Field label={texts.whichColumns} isGroup error={chosen?.size === 0 && texts.chooseColumn}>
      <div className="rounded-md border">
        <div className="flex items-center justify-between gap-3 border-b px-2 py-1">
          <Checkbox
            label={texts.everyColumn}
            isChecked={count === columns.length}
            isIndeterminate={count > 0 && count < columns.length}
            onCheckedChange={(isEvery) => onChoose(isEvery ? undefined : new Set())}
          />
          <span className="text-xs text-muted tabular-nums">{texts.chosenColumns(count, columns.length)}</span>
        </div>
        <div
          role="group"
          aria-label={texts.whichColumns}
          className="grid max-h-56 overflow-y-auto px-2 py-1 xs:grid-cols-2"
        >
          {columns.map(({ name, title }) => (
            <Checkbox key={name} label={title} isChecked={isChosen(name)} onCheckedChange={() => toggle(name)} />
          ))}
        </div>
      </div>
    </Field>
  )
}
