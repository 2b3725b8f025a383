import { Check, CheckCheck, CircleAlert, CircleHelp, Clock } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'

import { classes } from '../../ui/classes.ts'
import { tip } from '../../ui/tooltip.tsx'
import { texts } from '../texts.ts'
import type { Message } from '../threads/message-rows.ts'

type Mark = { Icon: LucideIcon; label: string; look?: string }

const marks: Partial<Record<Message['status'] | 'waiting' | 'sending', Mark>> = {
  waiting: { Icon: Clock, label: texts.waiting },
  sending: { Icon: Clock, label: texts.sending },
  queued: { Icon: Clock, label: texts.queued },
  sent: { Icon: Check, label: texts.sent },
  delivered: { Icon: CheckCheck, label: texts.delivered },
  read: { Icon: CheckCheck, label: texts.read, look: 'text-accent-text' },
  failed: { Icon: CircleAlert, label: texts.failed, look: 'text-danger-text' },
  unknown: { Icon: CircleHelp, label: texts.unknown, look: 'text-warning-text' },
}

/** How far a message has come, as a sign with its word. */
export function DeliveryMark({ status }: { status: Message['status'] | 'waiting' | 'sending' }) {
  const mark = marks[status]
  if (!mark) return undefined
  const { Icon, label, look } = mark
  return (
    <span role="img" aria-label={label} {...tip(label)} className={classes('inline-flex', look)}>
      <Icon aria-hidden className="size-3.5" />
    </span>
  )
}
