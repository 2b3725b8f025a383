import { useCommand } from '../ui/commands.ts'
import type { Contact } from './contact.ts'
import { texts } from './texts.ts'
import type { useContactActs } from './use-contact-acts.ts'

interface Offered {
  contact: Contact
  acts: ReturnType<typeof useContactActs>
  onMerge: (() => void) | undefined
}

/** What can be done with the contact one looks at, for whoever looks for it by its name. */
export function useContactCommands({ contact, acts, onMerge }: Offered): void {
  const section = texts.contact
  const block = contact.isBlocked ? texts.unblock : texts.block
  const verify = contact.verifiedAt ? texts.unverify : texts.verify
  useCommand({ id: 'contact.block', label: texts.ofContact(block), section, run: () => void acts.toggleBlock() })
  useCommand({ id: 'contact.verify', label: texts.ofContact(verify), section, run: () => void acts.toggleVerified() })
  useCommand(onMerge && { id: 'contact.merge', label: texts.ofContact(texts.mergeWith), section, run: onMerge })
}
