import { Link } from '@tanstack/react-router'

import { ChannelIcon } from './channel-icon.tsx'
import { shownAddress } from './channel-address.ts'
import { ChannelMenu } from './channel-menu.tsx'
import { ChannelStateBadge } from './channel-state.tsx'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'

export function ChannelRow({ channel }: { channel: Channel }) {
  const { _id: id, type, name, provider, trouble, isDisabled } = channel
  const facts = [type === 'webchat' ? '' : texts.providers[provider], shownAddress(channel)].filter(Boolean)
  return (
    <li className="relative flex items-center gap-3 px-3 py-3 first:rounded-t-lg last:rounded-b-lg hover:bg-hover sm:px-4">
      <ChannelIcon type={type} className="bg-canvas" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/settings/$page/$id"
            params={{ page: 'channels', id }}
            className="truncate text-base font-medium after:absolute after:inset-0"
          >
            {name}
          </Link>
          <ChannelStateBadge channel={channel} />
        </div>
        {facts.length > 0 && <p className="truncate text-muted tabular-nums">{facts.join(' · ')}</p>}
        {trouble && !isDisabled && <p className="mt-0.5 text-pretty text-danger-text">{trouble}</p>}
      </div>
      <div className="relative">
        <ChannelMenu channel={channel} />
      </div>
    </li>
  )
}
