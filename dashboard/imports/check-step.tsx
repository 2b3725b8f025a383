import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { useCommand } from '../ui/commands.ts'
import { list } from '../ui/format.ts'
import { showToast } from '../ui/toasts.ts'
import { Counts } from './counts.tsx'
import type { ImportWithRows } from './imports.ts'
import { useImportActs } from './imports.ts'
import { RowProgress } from './row-progress.tsx'
import { RowTables } from './row-tables.tsx'
import { StepActions } from './step-actions.tsx'
import { StepHeading } from './step-heading.tsx'
import { texts } from './texts.ts'

const mostStatuses = 10

/** What would become of the rows, without a change; then the start. */
export function CheckStep({ row, onBack }: { row: ImportWithRows; onBack: () => void }) {
  const { start } = useImportActs(row._id)
  const isChecked = row.status === 'checked'
  const count = row.created + row.updated
  const isPossible = isChecked && count > 0
  const run = () => {
    if (!isPossible || start.isPending) return
    start.mutate(undefined, {
      onError: ({ message }) => showToast({ text: texts.failed(message), tone: 'danger' }),
    })
  }
  const label = texts.start(count)
  useCommand(isPossible ? { id: 'imports.start', label, section: texts.section, keys: 'mod+enter', run } : undefined)
  return (
    <>
      {isChecked ? (
        <>
          <StepHeading title={texts.checkTitle}>{texts.checkedHint}</StepHeading>
          <Found row={row} />
        </>
      ) : (
        <>
          <StepHeading title={texts.checking}>{texts.leave}</StepHeading>
          <RowProgress label={texts.checking} row={row} />
        </>
      )}
      <StepActions>
        <Button onClick={onBack}>{texts.back}</Button>
        {isChecked && (
          <Button variant="primary" disabled={!isPossible} isBusy={start.isPending} onClick={run}>
            {label}
          </Button>
        )}
      </StepActions>
    </>
  )
}

function Found({ row }: { row: ImportWithRows }) {
  const { newStatuses } = row
  const named = newStatuses.slice(0, mostStatuses).map((status) => `“${status}”`)
  const names = newStatuses.length > mostStatuses ? [...named, '…'] : named
  return (
    <>
      <Counts row={row} />
      {row.created + row.updated === 0 && (
        <Banner tone="warning" className="mt-3">
          {texts.nothingToDo}
        </Banner>
      )}
      {names.length > 0 && (
        <Banner tone="info" className="mt-3">
          {texts.newStatuses(list(names))}
        </Banner>
      )}
      <RowTables row={row} />
    </>
  )
}
