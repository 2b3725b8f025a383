import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'

import { useMay } from '../api/session.ts'
import { BackLabel } from '../ui/back-label.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { EmptyState } from '../ui/state.tsx'
import { shownAddress } from './channel-address.ts'
import { ChannelMenu } from './channel-menu.tsx'
import { ChannelSections } from './channel-sections.tsx'
import { ChannelStateBadge, stateOf } from './channel-state.tsx'
import { channelsQuery } from './queries.ts'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'
import { WebchatSections } from './webchat/webchat-sections.tsx'

export function ChannelPage({ id, onLeave }: { id: string; onLeave: () => void }) {
  const may = useMay()
  const { data: channels } = useSuspenseQuery(channelsQuery)
  const channel = channels.find(({ _id }) => _id === id)
  if (!channel) {
    const leave = <Button onClick={onLeave}>{texts.back}</Button>
    return <EmptyState icon={<Unplug />} title={texts.gone} text={texts.goneText} action={leave} />
  }
  return (
    <>
      <ChannelHeader channel={channel} onLeave={onLeave} />
      <ChannelBanner channel={channel} />
      {!may('updateChannel') && <Banner className="mb-5">{texts.noAccess}</Banner>}
      {may('updateChannel') && channel.type !== 'webchat' && <ChannelSections channel={channel} />}
      {may('updateWebchat') && channel.type === 'webchat' && <WebchatSections channel={channel} />}
    </>
  )
}

function ChannelHeader({ channel, onLeave }: { channel: Channel; onLeave: () => void }) {
  const { type, name, provider } = channel
  const facts = [texts.types[type], type === 'webchat' ? '' : texts.providers[provider], shownAddress(channel)]
  return (
    <PageHeader
      back={
        <Link to="/settings/$page" params={{ page: 'channels' }} className="rounded-sm hover:text-text">
          <BackLabel>{texts.back}</BackLabel>
        </Link>
      }
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {name}
          <ChannelStateBadge channel={channel} />
        </span>
      }
      description={facts.filter(Boolean).join(' · ')}
      actions={<ChannelMenu channel={channel} onDeleted={onLeave} />}
    />
  )
}

function ChannelBanner({ channel }: { channel: Channel }) {
  const state = stateOf(channel)
  if (state === 'works') return undefined
  if (state === 'disabled') {
    return (
      <Banner tone="neutral" className="mb-5">
        {texts.disabledText}
      </Banner>
    )
  }
  return (
    <Banner tone={state === 'halted' ? 'danger' : 'warning'} className="mb-5">
      <p className="font-medium">{channel.trouble}</p>
      <p>{state === 'halted' ? texts.haltedText : texts.troubledText}</p>
    </Banner>
  )
}
