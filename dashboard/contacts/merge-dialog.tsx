import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import { showToast } from '../ui/toasts.ts'
import { ContactPicker } from './contact-picker.tsx'
import { keys } from './contact-queries.ts'
import { nameOf } from './contact.ts'
import type { Contact } from './contact.ts'
import { SideChoices, differingFields, sideOf } from './side-choices.tsx'
import type { Sides } from './side-choices.tsx'
import { texts } from './texts.ts'
import { useMergeUndo } from './use-merge-undo.ts'

/** Makes one of this contact and another that is looked up. */
export function MergeDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const [other, setOther] = useState<Contact | undefined>(undefined)
  const [keeps, setKeeps] = useState<'this' | 'other'>('this')
  const [sides, setSides] = useState<Sides>({})
  const kept = keeps === 'other' && other ? other : contact
  const source = kept === contact ? other : contact
  const merging = useMerging(kept, source, sides, onClose)
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.mergeTitle(nameOf(contact))}
      description={texts.mergeExplained}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button variant="primary" disabled={!source} isBusy={merging.isPending} onClick={() => merging.mutate()}>
            {texts.merge}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {merging.error && <Banner tone="danger">{merging.error.message}</Banner>}
        <Field label={texts.mergeOther}>
          <ContactPicker label={texts.mergeOther} value={other} exceptId={contact._id} onValueChange={setOther} />
        </Field>
        {other && (
          <Field label={texts.whichStays} isGroup hint={texts.whichStaysHint}>
            <SegmentedControl
              value={keeps}
              onValueChange={(value) => {
                setKeeps(value)
                setSides({})
              }}
              segments={[
                { value: 'this', label: nameOf(contact) },
                { value: 'other', label: nameOf(other) },
              ]}
            />
          </Field>
        )}
        {source && <SideChoices kept={kept} source={source} sides={sides} onSidesChange={setSides} />}
      </div>
    </Dialog>
  )
}

function useMerging(kept: Contact, source: Contact | undefined, sides: Sides, onDone: () => void) {
  const queries = useQueryClient()
  const router = useRouter()
  const undo = useMergeUndo()
  return useMutation({
    mutationFn: () => {
      const asked = differingFields(kept, source!).map((field) => {
        return [field, sideOf(field, sides, kept) === 'kept' ? 'target' : 'source'] as const
      })
      const resolution = Object.fromEntries(asked)
      return ok(api.POST('/api/contacts/merge', { body: { sourceId: source!._id, targetId: kept._id, resolution } }))
    },
    onSuccess: async ({ data }) => {
      const action = { label: texts.undo, onAction: () => void undo(data.mergeId) }
      showToast({ tone: 'success', text: texts.merged, action })
      onDone()
      if (location.pathname.endsWith(source!._id)) {
        await router.navigate({ to: '/contacts/$contactId', params: { contactId: kept._id }, replace: true })
      }
      await queries.invalidateQueries({ queryKey: keys.all })
    },
  })
}
