import { Globe, MessageCircle, MessageSquareText } from 'lucide-react'

import type { ChannelType } from './contact.ts'
import { texts } from './texts.ts'

const icons = { sms: MessageSquareText, facebook: MessageCircle, webchat: Globe }

/** Decoration, unless `isNamed`: then the channel’s name is its own. */
export function ChannelIcon({
  type,
  isNamed = false,
  className,
}: {
  type: string
  isNamed?: boolean
  className?: string
}) {
  const Icon = type in icons ? icons[type as ChannelType] : MessageSquareText
  const name = isNamed ? { role: 'img', 'aria-label': texts.channel(type) } : { 'aria-hidden': true }
  return <Icon {...name} className={className ?? 'size-4 shrink-0'} strokeWidth={1.75} />
}
