import { ConsentList } from './consent-list.tsx'
import { NameFields, StandingFields } from './contact-fields.tsx'
import type { Contact } from './contact.ts'
import { fieldsIn } from './contact.ts'
import { ConversationLinks } from './conversation-links.tsx'
import { SectionFields } from './custom-field.tsx'
import { FileList } from './file-list.tsx'
import { NoteList } from './note-list.tsx'
import { PanelSection } from './panel-section.tsx'
import { ReminderList } from './reminder-list.tsx'
import { texts } from './texts.ts'
import { Timeline } from './timeline.tsx'
import { useSections } from './use-contact.ts'

/** What there is to know of a contact, one part under the other. */
export function PanelSections({ contact, conversationId }: { contact: Contact; conversationId: string | undefined }) {
  const id = contact._id
  const sections = useSections().filter((section) => !section.isHidden && fieldsIn(section).length > 0)
  return (
    <>
      <PanelSection id="details" title={texts.details}>
        <StandingFields contact={contact} />
        <NameFields contact={contact} />
      </PanelSection>
      {sections.map((section) => (
        <PanelSection key={section.name} id={`fields:${section.name}`} title={section.name}>
          <SectionFields contact={contact} section={section} />
        </PanelSection>
      ))}
      <PanelSection id="notes" title={texts.notes}>
        <NoteList contactId={id} />
      </PanelSection>
      <PanelSection id="reminders" title={texts.reminders} isOpenAtFirst={false}>
        <ReminderList contactId={id} />
      </PanelSection>
      <PanelSection id="consent" title={texts.consent}>
        <ConsentList contact={contact} />
      </PanelSection>
      <PanelSection id="conversations" title={conversationId ? texts.otherConversations : texts.conversations}>
        <ConversationLinks contactId={id} exceptId={conversationId} />
      </PanelSection>
      <PanelSection id="files" title={texts.files} isOpenAtFirst={false}>
        <FileList contactId={id} />
      </PanelSection>
      <PanelSection id="timeline" title={texts.timeline} isOpenAtFirst={false}>
        <Timeline contactId={id} />
      </PanelSection>
    </>
  )
}
