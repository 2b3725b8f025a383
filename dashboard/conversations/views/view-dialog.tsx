import { useState } from 'react'
import type { FormEvent } from 'react'

import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import type { Filters, View } from '../filters/filters.ts'
import { texts } from '../texts.ts'
import { useSaveView } from './use-view-changes.ts'

interface Props {
  /** One that there is, to be changed. */
  view?: View
  /** What a new one keeps. */
  filters?: Filters
  onSaved?: (view: View) => void
  onClose: () => void
}

/** Names a view, and says whether the others have it too. */
export function ViewDialog({ view, filters, onSaved, onClose }: Props) {
  const [name, setName] = useState(view?.name ?? '')
  const [isShared, setIsShared] = useState(view?.isShared ?? false)
  const saving = useSaveView(view)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const fields = { name: name.trim(), isShared, ...(filters ? { filters } : {}) }
    saving.mutate(fields, {
      onSuccess: (saved) => {
        onSaved?.(saved)
        onClose()
      },
    })
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={view ? texts.editViewTitle : texts.saveViewTitle}
      description={view ? undefined : texts.saveViewText}
      size="small"
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {saving.error && <Banner tone="danger">{saving.error.message}</Banner>}
        <Field label={texts.viewName} isRequired>
          <Input value={name} onValueChange={setName} maxLength={100} required autoFocus />
        </Field>
        <Checkbox
          isChecked={isShared}
          onCheckedChange={setIsShared}
          label={texts.shareView}
          hint={texts.shareViewHint}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={saving.isPending} disabled={name.trim() === ''}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
