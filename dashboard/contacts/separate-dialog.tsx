import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormRow } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { showToast } from '../ui/toasts.ts'
import { conversationsQuery } from './contact-parts.ts'
import { keys } from './contact-queries.ts'
import type { Contact } from './contact.ts'
import { nameOf } from './contact.ts'
import { texts } from './texts.ts'

interface Split {
  firstName: string
  lastName: string
  phoneNumber: string
  conversationIds: string[]
}

/** Makes a contact of its own of what turned out to be somebody else’s. */
export function SeparateDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const [split, setSplit] = useState<Split>({ firstName: '', lastName: '', phoneNumber: '', conversationIds: [] })
  const separating = useSeparating(contact, split, onClose)
  const set = (changes: Partial<Split>) => setSplit({ ...split, ...changes })
  const isReady =
    Boolean(split.firstName.trim() || split.lastName.trim()) && (split.phoneNumber || split.conversationIds.length > 0)
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.separateTitle(nameOf(contact))}
      description={texts.separateExplained}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button
            variant="primary"
            disabled={!isReady}
            isBusy={separating.isPending}
            onClick={() => separating.mutate()}
          >
            {texts.separateVerb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {separating.error && <Banner tone="danger">{separating.error.message}</Banner>}
        <FormRow>
          <Field label={texts.firstName}>
            <Input value={split.firstName} onValueChange={(firstName) => set({ firstName })} maxLength={200} />
          </Field>
          <Field label={texts.lastName}>
            <Input value={split.lastName} onValueChange={(lastName) => set({ lastName })} maxLength={200} />
          </Field>
        </FormRow>
        {contact.secondaryPhoneNumber.length > 0 && (
          <Field label={texts.phoneNumber} hint={texts.separateNumberHint}>
            <Select
              value={split.phoneNumber}
              onValueChange={(phoneNumber) => set({ phoneNumber })}
              options={['', ...contact.secondaryPhoneNumber].map((value) => ({ value, label: value || texts.none }))}
            />
          </Field>
        )}
        <Threads
          contactId={contact._id}
          ids={split.conversationIds}
          onIds={(conversationIds) => set({ conversationIds })}
        />
      </div>
    </Dialog>
  )
}

function Threads({ contactId, ids, onIds }: { contactId: string; ids: string[]; onIds: (ids: string[]) => void }) {
  const { data: conversations = [] } = useQuery(conversationsQuery(contactId))
  return (
    <Field label={texts.separateConversations} isGroup>
      {conversations.length === 0 && <p className="text-muted">{texts.noConversations}</p>}
      {conversations.map((conversation: Schema<'ConversationWithNames'>) => (
        <Checkbox
          key={conversation._id}
          label={`${texts.channel(conversation.channelType)} · ${texts.messages(conversation.messageCount)}`}
          hint={conversation.channelType === 'sms' ? conversation.channelIdentifier : undefined}
          isChecked={ids.includes(conversation._id)}
          onCheckedChange={(isChecked) =>
            onIds(isChecked ? [...ids, conversation._id] : ids.filter((id) => id !== conversation._id))
          }
        />
      ))}
    </Field>
  )
}

function useSeparating(contact: Contact, split: Split, onDone: () => void) {
  const queries = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: () => {
      const conversations = Object.fromEntries(split.conversationIds.map((id) => [id, 'new' as const]))
      const fieldSplit = {
        firstName: { new: split.firstName.trim() || null },
        lastName: { new: split.lastName.trim() || null },
        email: { new: null },
        ...(split.phoneNumber ? { phoneNumber: { new: split.phoneNumber } } : {}),
      }
      const body = { fieldSplit, childRecordAssignment: { conversations } }
      return ok(api.POST('/api/contacts/{id}/separate', { params: { path: { id: contact._id } }, body }))
    },
    onSuccess: async ({ data }) => {
      const contactId = data.newContactId
      const open = () => void router.navigate({ to: '/contacts/$contactId', params: { contactId } })
      showToast({ tone: 'success', text: texts.separated, action: { label: texts.openContact, onAction: open } })
      onDone()
      await queries.invalidateQueries({ queryKey: keys.all })
    },
  })
}
