import { useMay } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/confirm.tsx'
import { showToast } from '../ui/toasts.ts'
import { Counts } from './counts.tsx'
import type { ImportWithRows } from './imports.ts'
import { useImportActs } from './imports.ts'
import { RowProgress } from './row-progress.tsx'
import { StepActions } from './step-actions.tsx'
import { StepHeading } from './step-heading.tsx'
import { texts } from './texts.ts'

const question = {
  title: texts.cancelTitle,
  text: texts.cancelText,
  confirmLabel: texts.cancelImport,
  cancelLabel: texts.goOn,
  isDanger: true,
}

export function RunStep({ row }: { row: ImportWithRows }) {
  const may = useMay()
  const { end } = useImportActs(row._id)
  const cancel = async () => {
    if (!(await askToConfirm(question))) return
    end.mutate('cancel', { onError: ({ message }) => showToast({ text: texts.failed(message), tone: 'danger' }) })
  }
  return (
    <>
      <StepHeading title={texts.running}>{texts.leave}</StepHeading>
      <div className="flex flex-col gap-3">
        <RowProgress label={texts.running} row={row} />
        <Counts row={row} />
      </div>
      {may('cancelImport') && (
        <StepActions>
          <Button isBusy={end.isPending} onClick={() => void cancel()}>
            {texts.cancelImport}
          </Button>
        </StepActions>
      )}
    </>
  )
}
