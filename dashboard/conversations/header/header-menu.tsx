import { BellOff, BellRing, Ellipsis, Link2, Mail, Search, Tag, Trash2 } from 'lucide-react'
import { useRef } from 'react'

import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { useCommandNamed } from '../../ui/use-command-named.ts'
import { texts } from '../texts.ts'
import type { HeaderActs } from './use-header-acts.ts'

interface Props {
  isFollowed: boolean
  acts: HeaderActs
  onTag: () => void
  mayRemove: boolean
}

/** What one does less often. */
export function HeaderMenu({ isFollowed, acts, onTag, mayRemove }: Props) {
  const search = useCommandNamed('messages.search')
  const isSearching = useRef(false)
  const closed = (event: Event) => {
    if (!isSearching.current) return
    isSearching.current = false
    event.preventDefault()
    search?.run()
  }
  return (
    <Menu
      align="end"
      onCloseAutoFocus={closed}
      trigger={
        <IconButton label={texts.more}>
          <Ellipsis className="size-4" />
        </IconButton>
      }
    >
      <MenuItem icon={<Tag />} keys="l" onSelect={onTag}>
        {texts.tags}…
      </MenuItem>
      <MenuItem icon={<Mail />} keys="u" onSelect={acts.unsee}>
        {texts.markUnread}
      </MenuItem>
      {search && (
        <MenuItem icon={<Search />} keys={search.keys} onSelect={() => (isSearching.current = true)}>
          {search.label}
        </MenuItem>
      )}
      <MenuItem icon={isFollowed ? <BellOff /> : <BellRing />} keys="f" onSelect={acts.follow}>
        {isFollowed ? texts.unfollow : texts.follow}
      </MenuItem>
      <MenuItem icon={<Link2 />} onSelect={acts.copyLink}>
        {texts.copyLink}
      </MenuItem>
      {mayRemove && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} isDanger onSelect={() => void acts.remove()}>
            {texts.deleteConversation}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
