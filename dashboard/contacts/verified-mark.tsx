import { useQueryClient } from '@tanstack/react-query'
import { BadgeCheck } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import { calendarDate } from '../ui/format.ts'
import { IconButton } from '../ui/icon-button.tsx'
import type { Contact } from './contact.ts'
import { texts } from './texts.ts'
import { change, saidWhenFailed } from './use-contact-change.ts'

/** Whether a number or an email is known to be the contact’s own; pressed, that changes. */
export function VerifiedMark({
  contact,
  type,
  value,
}: {
  contact: Contact
  type: 'phone' | 'email'
  value: string | null
}) {
  const queries = useQueryClient()
  if (!value) return null
  const known = contact.verifications.find((each) => each.type === type && each.value === value)
  const others = contact.verifications.filter((each) => each !== known)
  const toggle = saidWhenFailed(() => {
    const verifiedAt = known ? null : new Date().toISOString()
    const added = { type, value, verifiedAt: verifiedAt ?? '', verifiedBy: null, verificationSource: null }
    const guess = (before: Contact) => ({ ...before, verifications: known ? others : [...others, added] })
    return change(queries, contact._id, guess, async () => {
      const params = { path: { id: contact._id } }
      const body = { type, value, verifiedAt }
      await ok(api.PATCH('/api/contacts/{id}/verify-contact-methods', { params, body }))
      return undefined
    })
  })
  const label = known ? texts.verifiedOn(calendarDate(known.verifiedAt)) : texts.verifyMethod(value)
  return (
    <IconButton label={label} aria-pressed={known !== undefined} size="small" onClick={toggle} className="mt-0.5">
      <BadgeCheck className={known ? 'size-4 text-success-text' : 'size-4 text-faint opacity-60'} />
    </IconButton>
  )
}
