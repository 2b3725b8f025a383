import { Ban, Check } from 'lucide-react'

import { ChannelIcon } from './channel-icon.tsx'
import { channelTypes } from './contact.ts'
import type { Contact } from './contact.ts'
import { texts } from './texts.ts'

/** On which channels the contact may be written to, and where it said that it wants no messages. */
export function ConsentList({ contact }: { contact: Contact }) {
  return (
    <ul className="flex flex-col">
      {channelTypes.map((type) => (
        <li key={type} className="flex min-h-8 items-center gap-2 px-1">
          <ChannelIcon type={type} className="size-4 shrink-0 text-faint" />
          <span className="flex-1">{texts.channel(type)}</span>
          <Consent contact={contact} type={type} />
        </li>
      ))}
    </ul>
  )
}

function Consent({ contact, type }: { contact: Contact; type: string }) {
  if (contact.optedOut.includes(type)) {
    return (
      <span className="inline-flex items-center gap-1 text-xs font-medium text-danger-text">
        <Ban aria-hidden className="size-3.5" />
        {texts.optedOut}
      </span>
    )
  }
  const isReachable = contact.channelTypes.includes(type) || (type === 'sms' && contact.phoneNumber !== null)
  if (!isReachable) return <span className="text-xs text-faint">{texts.notReachable}</span>
  return (
    <span className="inline-flex items-center gap-1 text-xs text-muted">
      <Check aria-hidden className="size-3.5 text-success-text" />
      {texts.mayBeWrittenTo}
    </span>
  )
}
