import { useParams } from '@tanstack/react-router'

import { ContactPage } from '../contacts/contact-page.tsx'

export function ContactPlace() {
  const { contactId } = useParams({ from: '/inside/contacts/$contactId' })
  return <ContactPage key={contactId} contactId={contactId} />
}
