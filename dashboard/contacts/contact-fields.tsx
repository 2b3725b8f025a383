import { InlineEdit } from '../ui/inline-edit.tsx'
import { AssigneesField } from './assignees-field.tsx'
import type { Contact } from './contact.ts'
import { FieldRow } from './field-row.tsx'
import { OwnerField } from './owner-field.tsx'
import { StageField } from './stage-field.tsx'
import { TagsField } from './tags-field.tsx'
import { texts } from './texts.ts'
import { useContactChange } from './use-contact-change.ts'
import { useColleagues } from './use-contact.ts'
import { VerifiedMark } from './verified-mark.tsx'

/** What every contact has: names and addresses. */
export function NameFields({ contact }: { contact: Contact }) {
  const change = useContactChange(contact._id)
  return (
    <>
      <FieldRow label={texts.firstName}>
        <InlineEdit
          label={texts.firstName}
          value={contact.firstName ?? ''}
          onSave={(firstName) => change({ firstName: firstName || null })}
        />
      </FieldRow>
      <FieldRow label={texts.lastName}>
        <InlineEdit
          label={texts.lastName}
          value={contact.lastName ?? ''}
          onSave={(lastName) => change({ lastName: lastName || null })}
        />
      </FieldRow>
      <FieldRow label={texts.phoneNumber}>
        <div className="flex items-start">
          <InlineEdit
            label={texts.phoneNumber}
            type="tel"
            className="flex-1"
            value={contact.phoneNumber ?? ''}
            onSave={(phoneNumber) => change({ phoneNumber: phoneNumber || null })}
          />
          <VerifiedMark contact={contact} type="phone" value={contact.phoneNumber} />
        </div>
        {contact.secondaryPhoneNumber.map((number) => (
          <p key={number} className="px-1.5 pb-1 text-xs text-muted">
            {texts.alsoAt(number)}
          </p>
        ))}
      </FieldRow>
      <FieldRow label={texts.email}>
        <div className="flex items-start">
          <InlineEdit
            label={texts.email}
            type="email"
            className="flex-1"
            value={contact.email ?? ''}
            onSave={(email) => change({ email: email || null })}
          />
          <VerifiedMark contact={contact} type="email" value={contact.email} />
        </div>
      </FieldRow>
    </>
  )
}

/** Whose it is, and how far one has come with it. */
export function StandingFields({ contact }: { contact: Contact }) {
  const change = useContactChange(contact._id)
  const colleagues = useColleagues()
  return (
    <>
      <FieldRow label={texts.status}>
        <StageField contact={contact} />
      </FieldRow>
      <FieldRow label={texts.owner}>
        <OwnerField contact={contact} colleagues={colleagues} />
      </FieldRow>
      <FieldRow label={texts.assignees}>
        <AssigneesField contact={contact} colleagues={colleagues} />
      </FieldRow>
      <FieldRow label={texts.tags}>
        <TagsField contact={contact} />
      </FieldRow>
      <FieldRow label={texts.source}>
        <InlineEdit
          label={texts.source}
          value={contact.source}
          check={(source) => (source ? undefined : texts.sourceNeeded)}
          onSave={(source) => change({ source })}
        />
      </FieldRow>
    </>
  )
}
