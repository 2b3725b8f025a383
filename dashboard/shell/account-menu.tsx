import { LogOut } from 'lucide-react'

import { useSession } from '../api/session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '../ui/menu.tsx'
import { setTheme } from '../ui/theme.ts'
import { useTheme } from '../ui/use-theme.ts'
import { useLeaving } from './leaving.ts'
import { texts } from './texts.ts'

export function AccountMenu() {
  const { user, organization } = useSession()
  const leave = useLeaving()
  const theme = useTheme()
  const trigger = (
    <button type="button" aria-label={texts.account(user.fullName)} className="rounded-full p-1">
      <Avatar name={user.fullName} seed={user.id} />
    </button>
  )
  return (
    <Menu trigger={trigger} side="top">
      <MenuLabel>
        {user.fullName}
        <span className="block font-normal text-muted">{organization.name}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuLabel>{texts.theme}</MenuLabel>
      <MenuRadioGroup
        value={theme}
        onValueChange={setTheme}
        options={[
          { value: 'light', label: texts.light },
          { value: 'dark', label: texts.dark },
          { value: 'system', label: texts.system },
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={() => void leave()}>
        {texts.signOut}
      </MenuItem>
    </Menu>
  )
}
