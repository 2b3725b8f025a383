import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Combobox } from '../ui/combobox.tsx'
import type { Contact } from './contact.ts'
import { nameOf } from './contact.ts'
import { keys } from './contact-queries.ts'
import { texts } from './texts.ts'
import { useSettled } from './use-settled.ts'

/** Finds another contact by whatever one knows of it. */
export function ContactPicker({
  label,
  value,
  exceptId,
  onValueChange,
}: {
  label: string
  value: Contact | undefined
  exceptId: string
  onValueChange: (contact: Contact | undefined) => void
}) {
  const [query, setQuery] = useState('')
  const search = useSettled(query.trim(), 200)
  const { data: found = [], isFetching } = useQuery({
    queryKey: [...keys.all, 'found', search],
    queryFn: async ({ signal }) =>
      (await ok(api.GET('/api/contacts', { params: { query: { search, size: 10 } }, signal }))).data,
    placeholderData: (before) => before,
  })
  const others = found.filter(({ _id }) => _id !== exceptId)
  const optionOf = (contact: Contact) => ({
    value: contact._id,
    label: nameOf(contact),
    hint: [contact.phoneNumber, contact.email].filter(Boolean).join(' · '),
    icon: <Avatar name={nameOf(contact)} seed={contact._id} size="tiny" />,
  })
  return (
    <Combobox
      label={label}
      options={others.map(optionOf)}
      value={value?._id}
      shown={value && optionOf(value)}
      placeholder={texts.findContact}
      onQueryChange={setQuery}
      isLoading={isFetching}
      onValueChange={(id) => onValueChange(others.find(({ _id }) => _id === id))}
    />
  )
}
