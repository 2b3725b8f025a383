import { Link, useSearch } from '@tanstack/react-router'
import { Download, Upload } from 'lucide-react'
import { Suspense, lazy, useState } from 'react'

import { useMay } from '../../api/session.ts'
import { ContactsPage } from '../../contacts/contacts-page.tsx'
import { listQuery } from '../../contacts/list-query.ts'
import { buttonClasses } from '../../ui/button-classes.ts'
import { Button } from '../../ui/button.tsx'
import { texts } from '../texts.ts'

const ExportDialog = lazy(async () => ({ default: (await import('../../imports/export-dialog.tsx')).ExportDialog }))

/** The contacts, with the ways in and out for many of them. */
export function ContactsPlace() {
  const search = useSearch({ from: '/inside/contacts' })
  const may = useMay()
  const [isExporting, setIsExporting] = useState(false)
  const actions = (
    <>
      {may('uploadImport') && (
        <Link to="/contacts/imports" className={buttonClasses({ variant: 'secondary' })}>
          <Upload aria-hidden className="size-4" />
          <span className="max-sm:sr-only">{texts.import}</span>
        </Link>
      )}
      {may('exportContacts') && (
        <Button icon={<Download aria-hidden className="size-4" />} onClick={() => setIsExporting(true)}>
          <span className="max-sm:sr-only">{texts.export}</span>
        </Button>
      )}
      <Suspense>
        {isExporting && <ExportDialog filters={listQuery(search)} isOpen onClose={() => setIsExporting(false)} />}
      </Suspense>
    </>
  )
  return <ContactsPage actions={actions} />
}
