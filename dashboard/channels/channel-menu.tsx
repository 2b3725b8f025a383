import { Ellipsis, Pause, Play, RadioTower, Trash2 } from 'lucide-react'

import { useMay } from '../api/session.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'
import { useChannelActions } from './use-channel-actions.ts'

export function ChannelMenu({ channel, onDeleted }: { channel: Channel; onDeleted?: () => void }) {
  const may = useMay()
  const { test, toggle, remove } = useChannelActions(channel, onDeleted)
  const isProvided = channel.type !== 'webchat'
  if (!may('updateChannel')) return undefined
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={texts.more(channel.name)}>
          <Ellipsis className="size-4" />
        </IconButton>
      }
    >
      {isProvided && (
        <MenuItem icon={<RadioTower />} onSelect={test}>
          {texts.test}
        </MenuItem>
      )}
      <MenuItem icon={channel.isDisabled ? <Play /> : <Pause />} onSelect={toggle}>
        {channel.isDisabled ? texts.enable : texts.disable}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} isDanger onSelect={remove}>
        {texts.delete}
      </MenuItem>
    </Menu>
  )
}
