import { Ban, CircleCheck, Ellipsis, KeyRound, Pencil, ShieldOff, Terminal, Trash2 } from 'lucide-react'
import { useState } from 'react'

import type { Schema } from '../api/shapes.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { DeleteUserDialog } from './delete-user-dialog.tsx'
import { EditUserDialog } from './edit-user-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { texts } from './texts.ts'
import { useUserActions } from './use-user-actions.ts'

/** What an admin may do to a colleague; of oneself there is only what is not one's profile. */
export function UserMenu({ user, isSelf }: { user: Schema<'User'>; isSelf: boolean }) {
  const [open, setOpen] = useState<'edit' | 'delete' | undefined>()
  const { link, forgetLink, offerLink, toggleDisabled, togglePassword, endTwoFactor } = useUserActions(user)
  const close = () => setOpen(undefined)
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={texts.more(user.fullName)}>
            <Ellipsis className="size-4" />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setOpen('edit')}>
          {texts.edit}
        </MenuItem>
        {!isSelf && (
          <>
            {!user.loginDisabled && !user.isPasswordDisabled && (
              <MenuItem icon={<KeyRound />} onSelect={offerLink}>
                {texts.resetLink}
              </MenuItem>
            )}
            <MenuItem icon={<ShieldOff />} onSelect={endTwoFactor}>
              {texts.offTwoFactor}
            </MenuItem>
            <MenuItem icon={<Terminal />} onSelect={togglePassword}>
              {user.isPasswordDisabled ? texts.allowPassword : texts.forbidPassword}
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={user.loginDisabled ? <CircleCheck /> : <Ban />} onSelect={toggleDisabled}>
              {user.loginDisabled ? texts.enable : texts.disable}
            </MenuItem>
            <MenuItem icon={<Trash2 />} isDanger onSelect={() => setOpen('delete')}>
              {texts.deleteUser}
            </MenuItem>
          </>
        )}
      </Menu>
      {open === 'edit' && <EditUserDialog user={user} isSelf={isSelf} onClose={close} />}
      {open === 'delete' && <DeleteUserDialog user={user} onClose={close} />}
      {link && <LinkDialog name={user.fullName} link={link} onClose={forgetLink} />}
    </>
  )
}
