import { CircleCheck, CirclePause, OctagonX, TriangleAlert } from 'lucide-react'

import { Badge } from '../ui/badge.tsx'
import type { Tone } from '../ui/badge.tsx'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'

export type ChannelState = 'works' | 'halted' | 'troubled' | 'disabled'

const looks: Record<ChannelState, { tone: Tone; icon: typeof CircleCheck }> = {
  works: { tone: 'success', icon: CircleCheck },
  halted: { tone: 'danger', icon: OctagonX },
  troubled: { tone: 'warning', icon: TriangleAlert },
  disabled: { tone: 'neutral', icon: CirclePause },
}

export function stateOf({ isDisabled, isHalted, trouble }: Channel): ChannelState {
  if (isDisabled) return 'disabled'
  if (isHalted) return 'halted'
  return trouble ? 'troubled' : 'works'
}

export function ChannelStateBadge({ channel }: { channel: Channel }) {
  const state = stateOf(channel)
  const { tone, icon: Icon } = looks[state]
  const failure = String(channel.settings['failure'] ?? 'none') as keyof typeof texts.failures
  return (
    <>
      <Badge tone={tone} icon={<Icon aria-hidden />}>
        {texts[state]}
      </Badge>
      {channel.provider === 'simulator' && failure !== 'none' && (
        <Badge tone="warning">{texts.setToFail(texts.failures[failure].label)}</Badge>
      )}
    </>
  )
}
