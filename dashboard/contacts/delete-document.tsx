import { useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { filesQuery } from './contact-parts.ts'
import { texts } from './texts.ts'
import { sayFailure } from './use-contact-change.ts'

export function DeleteDocument({
  contactId,
  documentId,
  name,
}: {
  contactId: string
  documentId: string
  name: string
}) {
  const queries = useQueryClient()
  const remove = async () => {
    const question = { title: texts.deleteFileQuestion(name), text: texts.cannotBeUndone, confirmLabel: texts.delete }
    if (!(await askToConfirm({ ...question, isDanger: true }))) return
    const params = { path: { contactId, documentId } }
    await ok(api.DELETE('/api/contacts/{contactId}/documents/{documentId}', { params })).catch(sayFailure)
    await queries.invalidateQueries({ queryKey: filesQuery(contactId).queryKey })
  }
  return (
    <IconButton label={texts.deleteFile(name)} size="small" onClick={() => void remove()}>
      <Trash2 className="size-3.5" />
    </IconButton>
  )
}
