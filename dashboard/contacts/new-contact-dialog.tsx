import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form, FormActions, FormRow } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { keys } from './contact-queries.ts'
import type { Contact } from './contact.ts'
import { nameOf } from './contact.ts'
import { stageOptions } from './stage-field.tsx'
import { texts } from './texts.ts'
import { usePipelines } from './use-contact.ts'
import { useSettled } from './use-settled.ts'

interface Draft {
  firstName: string
  lastName: string
  phoneNumber: string
  email: string
  pipelineStage: string
}

const empty: Draft = { firstName: '', lastName: '', phoneNumber: '', email: '', pipelineStage: '' }

/** Makes a contact, and says while one writes if there is one like it already. */
export function NewContactDialog({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(empty)
  const creating = useCreation(onClose)
  const pipelines = usePipelines()
  const set = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes })
  const problem = creating.error instanceof ApiError ? creating.error : undefined
  const isElsewhere =
    problem && !['phoneNumber', 'email', 'firstName', 'lastName'].some((name) => problem.ofField(name))
  const input = (name: keyof Draft) => ({
    value: draft[name],
    onValueChange: (value: string) => set({ [name]: value }),
  })
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={texts.newContact}>
      <Form onSubmit={() => draft.phoneNumber.trim() && creating.mutate(draft)}>
        {isElsewhere && <Banner tone="danger">{problem.message}</Banner>}
        <Field label={texts.phoneNumber} isRequired hint={texts.phoneHint} error={problem?.ofField('phoneNumber')}>
          <Input type="tel" autoFocus autoComplete="off" maxLength={40} {...input('phoneNumber')} />
        </Field>
        <FormRow>
          <Field label={texts.firstName} isOptional error={problem?.ofField('firstName')}>
            <Input autoComplete="off" maxLength={200} {...input('firstName')} />
          </Field>
          <Field label={texts.lastName} isOptional error={problem?.ofField('lastName')}>
            <Input autoComplete="off" maxLength={200} {...input('lastName')} />
          </Field>
        </FormRow>
        <Field label={texts.email} isOptional error={problem?.ofField('email')}>
          <Input type="email" autoComplete="off" maxLength={254} {...input('email')} />
        </Field>
        <Field label={texts.status}>
          <Select
            placeholder={texts.firstStage}
            value={draft.pipelineStage || undefined}
            onValueChange={(pipelineStage) => set({ pipelineStage })}
            options={stageOptions(pipelines)}
          />
        </Field>
        <Alike draft={draft} onClose={onClose} />
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={creating.isPending} disabled={!draft.phoneNumber.trim()}>
            {texts.create}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

function useCreation(onClose: () => void) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async (draft: Draft) => {
      const given = Object.entries(draft).flatMap(([name, value]) => (value.trim() ? [[name, value.trim()]] : []))
      const body = { phoneNumber: draft.phoneNumber.trim(), ...(Object.fromEntries(given) as Partial<Draft>) }
      return (await ok(api.POST('/api/contact', { body }))).contact
    },
    onSuccess: async (contact) => {
      queries.setQueryData(keys.one(contact._id), contact)
      void queries.invalidateQueries({ queryKey: keys.lists })
      onClose()
      await navigate({ to: '/contacts/$contactId', params: { contactId: contact._id } })
    },
  })
}

function Alike({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const contacts = useAlike(draft)
  if (contacts.length === 0) return null
  return (
    <div role="status" className="rounded-md bg-warning-soft p-3 text-warning-text">
      <p className="mb-1.5 font-medium">{texts.thereIsAlready}</p>
      <ul className="flex flex-col gap-1">
        {contacts.map((contact) => (
          <li key={contact._id}>
            <Link
              to="/contacts/$contactId"
              params={{ contactId: contact._id }}
              onClick={onClose}
              className="flex items-center gap-2 rounded-sm hover:underline"
            >
              <Avatar name={nameOf(contact)} seed={contact._id} size="tiny" />
              <span className="truncate font-medium">{nameOf(contact)}</span>
              <span className="truncate text-xs">
                {[contact.phoneNumber, contact.email]
                  .filter((address) => address && address !== nameOf(contact))
                  .join(' · ')}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Who has the number, the email or the whole name already. */
function useAlike({ phoneNumber, email, firstName, lastName }: Draft): Contact[] {
  const digits = phoneNumber.replaceAll(/\D/g, '')
  const asked = [
    digits.length >= 7 ? phoneNumber.trim() : '',
    email.includes('@') ? email.trim() : '',
    firstName.trim() && lastName.trim() ? `${firstName.trim()} ${lastName.trim()}` : '',
  ].filter(Boolean)
  const searches = useSettled(asked.join('\n'), 300)
  const { data = [] } = useQuery({
    queryKey: [...keys.all, 'alike', searches],
    enabled: searches !== '',
    queryFn: async () => {
      const all = searches
        .split('\n')
        .map((search) => ok(api.GET('/api/contacts', { params: { query: { search, size: 3 } } })))
      const found = (await Promise.all(all)).flatMap(({ data: contacts }) => contacts)
      return found.filter(({ _id }, index) => found.findIndex((other) => other._id === _id) === index).slice(0, 4)
    },
  })
  return searches === '' ? [] : data
}
