import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useState } from 'react'

import { upload } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FileButton } from '../ui/file-drop.tsx'
import { Form } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { showToast } from '../ui/toasts.ts'
import { documentTypesQuery } from './contact-queries.ts'
import { filesQuery } from './contact-parts.ts'
import { texts } from './texts.ts'

const maxBytes = 25 * 1024 * 1024

/** Adds a file to the papers of a contact, as one of the kinds that the organization has. */
export function DocumentUpload({ contactId }: { contactId: string }) {
  const [file, setFile] = useState<File | undefined>(undefined)
  const take = (files: File[], refusals: string[]) => {
    for (const text of refusals) showToast({ tone: 'danger', text })
    if (files[0]) setFile(files[0])
  }
  return (
    <>
      <div>
        <FileButton
          label={texts.uploadDocument}
          icon={<Upload aria-hidden className="size-3.5" />}
          variant="quiet"
          size="small"
          maxFiles={1}
          maxBytes={maxBytes}
          onFiles={take}
        />
      </div>
      {file && <UploadDialog contactId={contactId} file={file} onClose={() => setFile(undefined)} />}
    </>
  )
}

function UploadDialog({ contactId, file, onClose }: { contactId: string; file: File; onClose: () => void }) {
  const queries = useQueryClient()
  const { data: types = [] } = useQuery(documentTypesQuery)
  const [type, setType] = useState('')
  const documentType = type || (types[0] ?? '')
  const sending = useMutation({
    mutationFn: () => {
      const form = new FormData()
      form.set('documentType', documentType.trim())
      form.set('file', file)
      return upload(`/api/contacts/${contactId}/documents/upload`, form)
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: filesQuery(contactId).queryKey })
      onClose()
    },
  })
  const options = types.map((name) => ({ value: name, label: name }))
  return (
    <Dialog
      isOpen
      size="small"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.uploadDocument}
      description={file.name}
    >
      <Form onSubmit={() => documentType.trim() && sending.mutate()}>
        <Field label={texts.documentType} error={sending.error?.message}>
          {types.length > 0 ? (
            <Select value={documentType} onValueChange={setType} options={options} />
          ) : (
            <Input value={type} onValueChange={setType} maxLength={100} />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={sending.isPending} disabled={!documentType.trim()}>
            {texts.upload}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
