import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'

import { api, ok } from '../api/client.ts'
import { useSession } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Picker } from '../ui/picker.tsx'
import { showToast } from '../ui/toasts.ts'
import { departmentsQuery, usersQuery } from './queries.ts'
import { roleReaches } from './roles.ts'
import { texts } from './texts.ts'

type User = Schema<'User'>

interface DepartmentMembersProps {
  department: Schema<'Department'>
  /** What else can be done to the department. */
  children: ReactNode
}

export function DepartmentMembers({ department, children }: DepartmentMembersProps) {
  const { data: users } = useSuspenseQuery(usersQuery)
  const { user: self } = useSession()
  const change = useUserChange()
  const mayChange = ({ accessRole }: User) => roleReaches(self.accessRole, accessRole)
  const members = users.filter(({ departmentId }) => departmentId === department._id)
  const others = users.filter((user) => user.departmentId !== department._id && mayChange(user))
  return (
    <div className="flex flex-col gap-2">
      {members.length === 0 && <p className="text-muted">{texts.nobodyYet}</p>}
      <ul>
        {members.map((user) => (
          <li key={user._id} className="flex min-h-9 items-center gap-2">
            <Avatar name={user.fullName} seed={user._id} size="small" />
            <span className="truncate">{user.fullName}</span>
            <Badge>{texts.roles[user.accessRole]}</Badge>
            <span className="ms-auto" />
            {mayChange(user) && user._id !== self.id && <HeadButton user={user} onChange={change} />}
            {mayChange(user) && (
              <IconButton
                label={texts.removeMember(user.fullName)}
                size="small"
                onClick={() => change(user._id, { departmentId: null })}
              >
                <X className="size-4" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Picker
          label={texts.addMember}
          trigger={
            <Button size="small" icon={<Plus className="size-3.5" />}>
              {texts.addMember}
            </Button>
          }
          selected={[]}
          onPick={(id) => change(id, { departmentId: department._id })}
          options={others.map(({ _id, fullName, email }) => ({ value: _id, label: fullName, hint: email }))}
        />
        {children}
      </div>
    </div>
  )
}

type Change = (id: string, body: { departmentId?: string | null; accessRole?: User['accessRole'] }) => void

function HeadButton({ user, onChange }: { user: User; onChange: Change }) {
  if (user.accessRole !== 'SALES_REP' && user.accessRole !== 'DEPARTMENT_HEAD') return undefined
  const isHead = user.accessRole === 'DEPARTMENT_HEAD'
  return (
    <Button
      size="small"
      variant="quiet"
      onClick={() => onChange(user._id, { accessRole: isHead ? 'SALES_REP' : 'DEPARTMENT_HEAD' })}
    >
      {isHead ? texts.unmakeHead : texts.makeHead}
    </Button>
  )
}

function useUserChange(): Change {
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: ({ id, body }: { id: string; body: Parameters<Change>[1] }) =>
      ok(api.PUT('/api/user/{id}', { params: { path: { id } }, body })),
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: usersQuery.queryKey })
      await queries.invalidateQueries({ queryKey: departmentsQuery.queryKey })
    },
  })
  return (id, body) => mutate({ id, body })
}
