import { CircleCheck, CirclePause, TriangleAlert } from 'lucide-react'

import { Badge } from '../ui/badge.tsx'
import type { Tone } from '../ui/badge.tsx'
import type { Delivery, Webhook } from './queries.ts'
import { texts } from './texts.ts'

export function WebhookStateBadge({ webhook: { isDisabled, failingSince } }: { webhook: Webhook }) {
  if (isDisabled) return <Badge icon={<CirclePause aria-hidden />}>{texts.off}</Badge>
  if (failingSince) {
    return (
      <Badge tone="warning" icon={<TriangleAlert aria-hidden />}>
        {texts.failing}
      </Badge>
    )
  }
  return (
    <Badge tone="success" icon={<CircleCheck aria-hidden />}>
      {texts.on}
    </Badge>
  )
}

const tones: Record<Delivery['state'], Tone> = {
  pending: 'neutral',
  failed: 'warning',
  delivered: 'success',
  givenUp: 'danger',
}

export function DeliveryStateBadge({ state }: { state: Delivery['state'] }) {
  return <Badge tone={tones[state]}>{texts.states[state]}</Badge>
}
