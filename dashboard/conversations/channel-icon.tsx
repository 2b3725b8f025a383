import { Globe, MessageCircle, MessageSquareText } from 'lucide-react'

import { texts } from './texts.ts'

const icons: Record<string, typeof Globe> = { sms: MessageSquareText, facebook: MessageCircle, webchat: Globe }

/** Which way one talks there; decoration, where the name stands beside it. */
export function ChannelIcon({ type, className }: { type: string; className?: string }) {
  const Icon = icons[type] ?? MessageSquareText
  return <Icon aria-hidden className={className ?? 'size-4 shrink-0'} strokeWidth={1.75} />
}

/** The same, small, at the corner of somebody's picture. */
export function ChannelCorner({ type }: { type: string }) {
  return (
    <span
      role="img"
      aria-label={texts.channelTypes[type] ?? type}
      className="flex size-4 items-center justify-center rounded-full bg-surface text-muted ring-1 ring-line"
    >
      <ChannelIcon type={type} className="size-2.5" />
    </span>
  )
}
