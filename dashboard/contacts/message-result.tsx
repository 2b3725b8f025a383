import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { nameOf } from './contact.ts'
import type { Contact } from './contact.ts'
import type { Sent } from './message-dialog.tsx'
import { texts } from './texts.ts'

/** How many it goes to, and for each of the others why not. */
export function MessageResult({
  sent,
  contacts,
  onClose,
}: {
  sent: Sent
  contacts: readonly Contact[]
  onClose: () => void
}) {
  const refused = sent.results.filter(({ status }) => status === 'refused')
  const nameById = (id: string) => {
    const contact = contacts.find(({ _id }) => _id === id)
    return contact ? nameOf(contact) : texts.nameless
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.messagesOnTheirWay(sent.queued)}
      description={refused.length > 0 ? texts.messagesRefused(refused.length) : undefined}
      footer={
        <Button variant="primary" onClick={onClose}>
          {texts.done}
        </Button>
      }
    >
      {refused.length > 0 && (
        <ul className="max-h-64 overflow-y-auto rounded-md border" aria-label={texts.messagesRefused(refused.length)}>
          {refused.slice(0, 200).map(({ contactId, message }) => (
            <li key={contactId} className="border-b px-3 py-1.5 last:border-b-0">
              <span className="font-medium">{nameById(contactId)}</span>
              <span className="block text-xs text-muted">{message}</span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
