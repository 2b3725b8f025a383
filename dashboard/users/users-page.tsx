import { useSuspenseQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'

import { useMay } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { useCommand } from '../ui/commands.ts'
import { SearchInput } from '../ui/input.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { EmptyState } from '../ui/state.tsx'
import { Table, TableHead, TableHeading } from '../ui/table.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { departmentsQuery, usersQuery } from './queries.ts'
import { texts } from './texts.ts'
import { UserRow } from './user-row.tsx'

interface UsersPageProps {
  search: Readonly<Record<string, string>>
  onSearch: (search: Record<string, string>) => void
}

export function UsersPage({ search, onSearch }: UsersPageProps) {
  const may = useMay()
  const { data: users } = useSuspenseQuery(usersQuery)
  const { data: departments } = useSuspenseQuery(departmentsQuery)
  const [isInviting, setIsInviting] = useState(false)
  const wanted = search['q'] ?? ''
  const names = new Map(departments.map(({ _id, name }) => [_id, name]))
  const found = matching(users, wanted, names)
  const invite = () => setIsInviting(true)
  useCommand({ id: 'users.invite', label: texts.invite, section: texts.users, run: invite })
  return (
    <>
      <PageHeader
        title={texts.users}
        description={texts.usersAbout}
        actions={
          may('register') && (
            <Button variant="primary" icon={<UserPlus className="size-4" />} onClick={invite}>
              {texts.invite}
            </Button>
          )
        }
      />
      <div className="mb-3 flex items-center gap-3">
        <div className="w-full max-w-xs">
          <SearchInput label={texts.searchUsers} value={wanted} onValueChange={(q) => onSearch(q ? { q } : {})} />
        </div>
        <p aria-live="polite" className="shrink-0 text-xs text-muted tabular-nums">
          {texts.countUsers(found.length)}
        </p>
      </div>
      {found.length === 0 ? (
        <EmptyState title={texts.noUsers} text={texts.noUsersText} />
      ) : (
        <Table label={texts.users}>
          <TableHead>
            <TableHeading>{texts.name}</TableHeading>
            <TableHeading className="hidden sm:table-cell">{texts.role}</TableHeading>
            <TableHeading className="hidden lg:table-cell">{texts.department}</TableHeading>
            <TableHeading className="hidden sm:table-cell">{texts.status}</TableHeading>
            <TableHeading>
              <span className="sr-only">{texts.edit}</span>
            </TableHeading>
          </TableHead>
          <tbody>
            {found.map((user) => (
              <UserRow key={user._id} user={user} department={names.get(user.departmentId ?? '')} />
            ))}
          </tbody>
        </Table>
      )}
      {isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
    </>
  )
}

/** By name; every word has to be somewhere in what the row shows. */
function matching(users: Schema<'User'>[], wanted: string, departments: Map<string, string>): Schema<'User'>[] {
  const words = wanted.toLocaleLowerCase().split(/\s+/u).filter(Boolean)
  const found = users.filter(({ fullName, email, designation, accessRole, departmentId }) => {
    const department = departments.get(departmentId ?? '')
    const text = [fullName, email, designation, texts.roles[accessRole], department].join(' ').toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
  return found.toSorted((one, other) => one.fullName.localeCompare(other.fullName))
}
