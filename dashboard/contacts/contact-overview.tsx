import { Card } from '../ui/card.tsx'
import { dateTime } from '../ui/format.ts'
import { ConsentList } from './consent-list.tsx'
import { NameFields, StandingFields } from './contact-fields.tsx'
import { fieldsIn } from './contact.ts'
import type { Contact } from './contact.ts'
import { SectionFields } from './custom-field.tsx'
import { FieldRow } from './field-row.tsx'
import { MergeHistory } from './merge-history.tsx'
import { ReminderList } from './reminder-list.tsx'
import { texts } from './texts.ts'
import { useSections } from './use-contact.ts'

/** The fields of a contact at the start, what else counts at the end. */
export function ContactOverview({ contact }: { contact: Contact }) {
  const sections = useSections().filter((section) => !section.isHidden && fieldsIn(section).length > 0)
  return (
    <div className="grid items-start gap-4 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={texts.details}>
          <NameFields contact={contact} />
          <StandingFields contact={contact} />
        </Card>
        {sections.map((section) => (
          <Card key={section.name} title={section.name}>
            <SectionFields contact={contact} section={section} />
          </Card>
        ))}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={texts.consent}>
          <ConsentList contact={contact} />
        </Card>
        <Card title={texts.reminders}>
          <ReminderList contactId={contact._id} />
        </Card>
        <MergeHistory contactId={contact._id} />
        <Card title={texts.record}>
          <Facts contact={contact} />
        </Card>
      </div>
    </div>
  )
}

function Facts({ contact }: { contact: Contact }) {
  const facts: Array<[string, string]> = [
    [texts.createdAt, dateTime(contact.createdAt)],
    [texts.createdBy, contact.createdBy.fullName],
    [texts.lastMessage, contact.lastMessageTime ? dateTime(contact.lastMessageTime) : texts.never],
    [texts.messageCount, texts.messages(contact.messageCount)],
  ]
  return facts.map(([label, value]) => (
    <FieldRow key={label} label={label}>
      <span className="flex min-h-control items-center px-1.5">{value}</span>
    </FieldRow>
  ))
}
