import { Globe, MessageCircle, MessageSquareText } from 'lucide-react'

import { classes } from '../ui/classes.ts'
import type { Channel } from './queries.ts'

const icons = { sms: MessageSquareText, facebook: MessageCircle, webchat: Globe }

export function ChannelIcon({ type, className }: { type: Channel['type']; className?: string }) {
  const Icon = icons[type]
  return (
    <span
      aria-hidden
      className={classes('flex size-9 shrink-0 items-center justify-center rounded-lg bg-hover text-muted', className)}
    >
      <Icon className="size-4.5" strokeWidth={1.75} />
    </span>
  )
}
