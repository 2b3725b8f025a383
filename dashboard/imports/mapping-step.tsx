import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { useCommand } from '../ui/commands.ts'
import { ErrorState } from '../ui/state.tsx'
import { showToast } from '../ui/toasts.ts'
import type { Column, Duplicates, ImportOptions, ImportWithRows } from './imports.ts'
import { useImportActs } from './imports.ts'
import { MappingTable } from './mapping-table.tsx'
import { mapped } from './mapping.ts'
import { NewFieldDialog } from './new-field-dialog.tsx'
import { OptionsForm } from './options-form.tsx'
import { fieldsQuery } from './settings.ts'
import { StepActions } from './step-actions.tsx'
import { StepHeading } from './step-heading.tsx'
import { texts } from './texts.ts'
import { useImportDraft } from './use-draft-store.ts'

export function MappingStep({ row, onChecking }: { row: ImportWithRows; onChecking: () => void }) {
  const { data, error, refetch } = useQuery(fieldsQuery)
  const { draft, change, forget } = useImportDraft(row._id, optionsOf(row))
  const [naming, setNaming] = useState<Column>()
  const { check } = useImportActs(row._id)
  const hasPhone = draft.mapping.some(({ field }) => field === 'phoneNumber')
  const map = (column: number, field: string | undefined) => change({ mapping: mapped(draft.mapping, column, field) })
  const run = () => {
    if (!hasPhone || check.isPending) return
    check.mutate(draft, {
      onSuccess: () => {
        forget()
        onChecking()
      },
      onError: ({ message }) => showToast({ text: texts.failed(message), tone: 'danger' }),
    })
  }
  useCommand({ id: 'imports.check', label: texts.check, section: texts.section, keys: 'mod+enter', run })
  if (error && !data) return <ErrorState text={error.message} onRetry={() => void refetch()} />
  return (
    <>
      <StepHeading title={texts.columnsTitle}>{texts.columnsHint(row.rows)}</StepHeading>
      {!hasPhone && (
        <Banner tone="warning" className="mb-3">
          {texts.phoneMissing}
        </Banner>
      )}
      <MappingTable row={row} fields={data?.fields ?? []} mapping={draft.mapping} onMap={map} onNewField={setNaming} />
      <OptionsForm draft={draft} onChange={change} mayChooseOwner={data?.mayChooseOwner ?? false} />
      <StepActions note={texts.checkHint}>
        <Button variant="primary" disabled={!hasPhone} isBusy={check.isPending} onClick={run}>
          {texts.check}
        </Button>
      </StepActions>
      {naming && (
        <NewFieldDialog
          name={naming.name}
          onClose={() => setNaming(undefined)}
          onMade={(field) => {
            map(naming.index, field)
            setNaming(undefined)
          }}
        />
      )}
    </>
  )
}

function optionsOf({ mapping, duplicates, ownerId, contactStatus, contactTags }: ImportWithRows): ImportOptions {
  const columns = mapping.map(({ column, field }) => ({ column, field }))
  return { mapping: columns, duplicates: duplicates as Duplicates, userId: ownerId, contactStatus, contactTags }
}
