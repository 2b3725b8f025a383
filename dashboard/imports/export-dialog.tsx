import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'

import { api, basePath, ok } from '../api/client.ts'
import type { Query } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { buttonClasses } from '../ui/button-classes.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { RadioGroup } from '../ui/radio-group.tsx'
import { showToast } from '../ui/toasts.ts'
import { exportUrl } from './export-url.ts'
import { ExportColumns } from './export-columns.tsx'
import { keys } from './imports.ts'
import { exportColumnsQuery } from './settings.ts'
import { texts } from './texts.ts'

export type ExportFilters = Omit<Query<'/api/contacts/export'>, 'columns'>

interface ExportDialogProps {
  /** What the list at hand is narrowed to, as the API is asked for it. */
  filters?: ExportFilters | undefined
  isOpen: boolean
  onClose: () => void
}

/** Which contacts, which columns; then the browser downloads them as they come. */
export function ExportDialog({ isOpen, ...rest }: ExportDialogProps) {
  return isOpen ? <OpenDialog {...rest} /> : null
}

function OpenDialog({ filters = {}, onClose }: Omit<ExportDialogProps, 'isOpen'>) {
  const isFiltered = Object.values(filters).some((value) => value !== undefined)
  const [which, setWhich] = useState<'all' | 'matching'>(isFiltered ? 'matching' : 'all')
  const [chosen, setChosen] = useState<ReadonlySet<string>>()
  const { data: columns = [] } = useQuery(exportColumnsQuery)
  const all = useCount({})
  const matching = useCount(filters, isFiltered)
  const count = which === 'all' ? all : matching
  const names = chosen && chosen.size < columns.length ? [...chosen] : undefined
  const canDownload = count !== 0 && names?.length !== 0
  const start = () => {
    showToast({ text: texts.exportStarted })
    onClose()
  }
  const footer = (
    <>
      <Button onClick={onClose}>{texts.cancel}</Button>
      {canDownload ? (
        <a
          href={basePath + exportUrl(which === 'all' ? {} : filters, names)}
          download
          className={buttonClasses({ variant: 'primary' })}
          onClick={start}
        >
          <Download aria-hidden className="size-4" />
          {texts.downloadFile}
        </a>
      ) : (
        <Button variant="primary" disabled icon={<Download aria-hidden className="size-4" />}>
          {texts.downloadFile}
        </Button>
      )}
    </>
  )
  const options = [
    { value: 'all' as const, label: texts.all, hint: all === undefined ? undefined : texts.counted(all) },
    {
      value: 'matching' as const,
      label: texts.matching,
      hint: matching === undefined ? undefined : texts.counted(matching),
    },
  ]
  return (
    <Dialog
      isOpen
      onOpenChange={(isStillOpen) => !isStillOpen && onClose()}
      title={texts.export}
      description={texts.exportHint}
      footer={footer}
    >
      <div className="flex flex-col gap-5">
        <Field label={texts.which} isGroup error={count === 0 && texts.nobody}>
          <RadioGroup value={which} onValueChange={setWhich} options={isFiltered ? options : options.slice(0, 1)} />
        </Field>
        <ExportColumns columns={columns} chosen={chosen} onChoose={setChosen} />
      </div>
    </Dialog>
  )
}

/** How many contacts the list with these filters shows. */
function useCount(filters: ExportFilters, isAsked = true): number | undefined {
  const { data } = useQuery({
    queryKey: [...keys.setting('count'), filters],
    queryFn: async () => (await ok(api.GET('/api/contacts', { params: { query: { ...filters, size: 1 } } }))).total,
    enabled: isAsked,
    staleTime: 0,
  })
  return data
}
