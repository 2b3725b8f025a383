import { Avatar } from '../ui/avatar.tsx'
import { Combobox } from '../ui/combobox.tsx'
import type { Option } from '../ui/options.ts'
import type { Colleague, Contact } from './contact.ts'
import { colleagueName } from './contact.ts'
import { texts } from './texts.ts'
import { saidWhenFailed, useContactChange } from './use-contact-change.ts'

export function colleagueOptions(colleagues: readonly Colleague[]): Option[] {
  return colleagues.map(({ _id, fullName, email }) => ({
    value: _id,
    label: fullName,
    keywords: email,
    icon: <Avatar name={fullName} seed={_id} size="tiny" />,
  }))
}

export function OwnerField({ contact, colleagues }: { contact: Contact; colleagues: readonly Colleague[] }) {
  const change = saidWhenFailed(useContactChange(contact._id))
  const former = { value: contact.userId, label: colleagueName(colleagues, contact.userId) }
  return (
    <Combobox
      label={texts.owner}
      look="quiet"
      options={colleagueOptions(colleagues)}
      value={contact.userId}
      shown={colleagues.length > 0 ? former : { ...former, label: '' }}
      onValueChange={(userId) => userId && userId !== contact.userId && change({ userId })}
      className="[&_button]:ps-1.5!"
    />
  )
}
