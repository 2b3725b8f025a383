import { useParams } from '@tanstack/react-router'

import { ImportPage } from '../../imports/import-page.tsx'

export function ImportPlace() {
  const { importId } = useParams({ from: '/inside/contacts/imports/$importId' })
  return <ImportPage key={importId} importId={importId} />
}
