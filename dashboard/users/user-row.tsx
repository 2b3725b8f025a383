import type { Schema } from '../api/shapes.ts'
import { useMay, useSession } from '../api/session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { TableCell, TableRow } from '../ui/table.tsx'
import { roleReaches } from './roles.ts'
import { texts } from './texts.ts'
import { UserMenu } from './user-menu.tsx'

export function UserRow({ user, department }: { user: Schema<'User'>; department: string | undefined }) {
  const may = useMay()
  const { user: self } = useSession()
  const isSelf = user._id === self.id
  const isReached = may('updateUser') && roleReaches(self.accessRole, user.accessRole)
  return (
    <TableRow>
      <TableCell className="w-full max-w-0">
        <div className="flex items-center gap-2.5">
          <Avatar name={user.fullName} seed={user._id} />
          <div className="min-w-0">
            <p className="flex items-center gap-1.5">
              <span className="truncate font-medium">{user.fullName}</span>
              {isSelf && <Badge tone="accent">{texts.you}</Badge>}
            </p>
            <p className="truncate text-xs text-muted">{user.email}</p>
            <p className="flex flex-wrap items-center gap-1.5 text-xs text-muted sm:hidden">
              {texts.roles[user.accessRole]} <Status user={user} />
            </p>
          </div>
        </div>
      </TableCell>
      <TableCell className="hidden whitespace-nowrap sm:table-cell">{texts.roles[user.accessRole]}</TableCell>
      <TableCell className="hidden max-w-48 truncate text-muted lg:table-cell">{department}</TableCell>
      <TableCell className="hidden whitespace-nowrap sm:table-cell">
        <Status user={user} />
      </TableCell>
      <TableCell className="w-10 text-end">{isReached && <UserMenu user={user} isSelf={isSelf} />}</TableCell>
    </TableRow>
  )
}

function Status({ user }: { user: Schema<'User'> }) {
  if (user.loginDisabled) return <Badge tone="danger">{texts.disabled}</Badge>
  if (user.isPasswordDisabled) return <Badge tone="info">{texts.onlyPrograms}</Badge>
  return <span className="hidden text-muted sm:inline">{texts.active}</span>
}
