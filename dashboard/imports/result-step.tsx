import { Link } from '@tanstack/react-router'
import { Download, Undo2 } from 'lucide-react'

import { useMay } from '../api/session.ts'
import { buttonClasses } from '../ui/button-classes.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { useCommand } from '../ui/commands.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { Progress } from '../ui/progress.tsx'
import { showToast } from '../ui/toasts.ts'
import { Counts } from './counts.tsx'
import { ImportedContacts } from './imported-contacts.tsx'
import type { ImportWithRows } from './imports.ts'
import { resultsUrl, useImportActs } from './imports.ts'
import { RowTable } from './row-table.tsx'
import { RowTables } from './row-tables.tsx'
import { StepActions } from './step-actions.tsx'
import { StepHeading } from './step-heading.tsx'
import { texts } from './texts.ts'

export function ResultStep({ row }: { row: ImportWithRows }) {
  const { status } = row
  return (
    <>
      <StepHeading title={titleOf(row)}>{hintOf(row)}</StepHeading>
      {status === 'undoing' && <Undoing row={row} />}
      {row.startedAt && !row.undoneAt && <Counts row={row} />}
      <RowTable
        title={texts.kept(row.kept)}
        hint={texts.keptHint}
        rows={row.keptRows}
        columns={row.columns}
        count={row.kept}
        downloadUrl={resultsUrl(row._id)}
      />
      {row.startedAt && status !== 'undoing' && <ImportedContacts row={row} />}
      {row.startedAt && status !== 'undoing' && status !== 'undone' && <RowTables row={row} />}
      <Actions row={row} />
    </>
  )
}

function Actions({ row }: { row: ImportWithRows }) {
  const may = useMay()
  const { end } = useImportActs(row._id)
  const canUndo = may('undoImport') && ['completed', 'canceled'].includes(row.status) && row.created + row.updated > 0
  const undo = async () => {
    const question = { title: texts.undoTitle, text: texts.undoText, cancelLabel: texts.keepIt }
    if (!(await askToConfirm({ ...question, confirmLabel: texts.undo, isDanger: true }))) return
    end.mutate('undo', { onError: ({ message }) => showToast({ text: texts.failed(message), tone: 'danger' }) })
  }
  const command = { id: 'imports.undo', label: texts.undo, section: texts.section, run: () => void undo() }
  useCommand(canUndo ? command : undefined)
  return (
    <StepActions>
      {canUndo && (
        <Button isBusy={end.isPending} icon={<Undo2 aria-hidden className="size-4" />} onClick={() => void undo()}>
          {texts.undo}
        </Button>
      )}
      {row.startedAt && (
        <a href={resultsUrl(row._id)} download className={buttonClasses()}>
          <Download aria-hidden className="size-4" />
          {texts.download}
        </a>
      )}
      {may('uploadImport') && (
        <Link to="/contacts/imports/$importId" params={{ importId: 'new' }} className={buttonClasses()}>
          {texts.another}
        </Link>
      )}
    </StepActions>
  )
}

function Undoing({ row }: { row: ImportWithRows }) {
  // Rows that were skipped have nothing to put back, so the end may come sooner than the bar's.
  const all = row.created + row.updated
  const done = row.undone + row.kept
  return (
    <Card className="mb-3">
      <Progress label={texts.undoing} value={all === 0 ? undefined : done / all} detail={texts.progress(done, all)} />
    </Card>
  )
}

function titleOf({ status }: ImportWithRows): string {
  if (status === 'undoing') return texts.undoingTitle
  if (status === 'undone') return texts.undoneTitle
  return status === 'canceled' ? texts.canceledTitle : texts.completedTitle
}

function hintOf({ status, startedAt, processed, rows, undone }: ImportWithRows): string | undefined {
  if (status === 'undoing') return texts.leave
  if (status === 'undone') return texts.undoneHint(undone)
  if (status !== 'canceled') return undefined
  return startedAt ? texts.canceledHint(processed, rows) : texts.notStarted
}
