import { BadgeCheck, Ban, MessageSquareOff } from 'lucide-react'

import { Badge } from '../ui/badge.tsx'
import { list } from '../ui/format.ts'
import type { Contact } from './contact.ts'
import { texts } from './texts.ts'

/** What somebody has to know before writing to a contact. */
export function ContactBadges({ contact }: { contact: Contact }) {
  const { isBlocked, verifiedAt, optedOut } = contact
  if (!isBlocked && !verifiedAt && optedOut.length === 0) return null
  return (
    <span className="flex min-w-0 flex-wrap gap-1">
      {isBlocked && (
        <Badge tone="danger" icon={<Ban aria-hidden />}>
          {texts.blocked}
        </Badge>
      )}
      {optedOut.length > 0 && (
        <Badge tone="warning" icon={<MessageSquareOff aria-hidden />}>
          {texts.optedOutOf(list(optedOut.map(texts.channel)))}
        </Badge>
      )}
      {verifiedAt && (
        <Badge tone="success" icon={<BadgeCheck aria-hidden />}>
          {texts.verified}
        </Badge>
      )}
    </span>
  )
}
