import { useQuery } from '@tanstack/react-query'
import { Ban, Check } from 'lucide-react'
import { useState } from 'react'

import { useMay } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { calendarDate } from '../ui/format.ts'
import { ChannelIcon } from './channel-icon.tsx'
import { ConsentDialog } from './consent-dialog.tsx'
import { consentQuery } from './contact-parts.ts'
import type { Contact } from './contact.ts'
import { PartState } from './part-state.tsx'
import { texts } from './texts.ts'

type Consent = Schema<'Consent'>

/** On which channels the contact may be written to, and by whose word not. */
export function ConsentList({ contact }: { contact: Contact }) {
  const query = useQuery(consentQuery(contact._id))
  return (
    <PartState query={query} isEmpty={(all) => all.length === 0} empty={texts.notReachable}>
      {(all) => (
        <ul className="flex flex-col">
          {all.map((consent) => (
            <ConsentRow key={consent.channelType} contactId={contact._id} consent={consent} />
          ))}
        </ul>
      )}
    </PartState>
  )
}

function ConsentRow({ contactId, consent }: { contactId: string; consent: Consent }) {
  const may = useMay()
  const [isAsking, setIsAsking] = useState(false)
  const { channelType, isReachable, isOptedOut, mayOptIn } = consent
  const channel = texts.channel(channelType)
  const mayChange = isOptedOut ? mayOptIn && may('postContactsByIdOptIn') : isReachable && may('postContactsByIdOptOut')
  return (
    <li className="flex flex-col gap-0.5 px-1 py-0.5">
      <div className="flex min-h-8 items-center gap-2">
        <ChannelIcon type={channelType} className="size-4 shrink-0 text-faint" />
        <span className="flex-1">{channel}</span>
        <Standing consent={consent} />
        {mayChange && (
          <Button
            size="small"
            variant="quiet"
            aria-label={isOptedOut ? texts.optInOf(channel) : texts.optOutOf(channel)}
            onClick={() => setIsAsking(true)}
          >
            {isOptedOut ? texts.optIn : texts.optOut}
          </Button>
        )}
      </div>
      {isOptedOut && <p className="ps-6 text-xs text-muted">{whyOf(consent)}</p>}
      {isAsking && <ConsentDialog contactId={contactId} consent={consent} onClose={() => setIsAsking(false)} />}
    </li>
  )
}

function Standing({ consent: { isOptedOut, isReachable } }: { consent: Consent }) {
  if (isOptedOut) {
    return (
      <span className="inline-flex items-center gap-1 text-xs font-medium text-danger-text">
        <Ban aria-hidden className="size-3.5" />
        {texts.optedOut}
      </span>
    )
  }
  if (!isReachable) return <span className="text-xs text-faint">{texts.notReachable}</span>
  return (
    <span className="inline-flex items-center gap-1 text-xs text-muted">
      <Check aria-hidden className="size-3.5 text-success-text" />
      {texts.mayBeWrittenTo}
    </span>
  )
}

/** Whose word it is, when, and what can be done about it. */
function whyOf({ source, optedOutAt, reason, notedByName, channelType }: Consent): string {
  const when = optedOutAt ? calendarDate(optedOutAt) : ''
  if (source === 'user') return texts.notedBy(notedByName ?? texts.formerColleague, when, reason ?? '')
  if (source === 'merge') return texts.optedOutElsewhere
  const said = source === 'provider' ? texts.refusedThere(when) : texts.wroteStop(when)
  return `${said} ${channelType === 'sms' ? texts.onlyByStart : texts.onlyByWriting}`
}
