import { useSuspenseQuery } from '@tanstack/react-query'
import { FolderTree, Plus } from 'lucide-react'
import { useState } from 'react'

import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { EmptyState } from '../ui/state.tsx'
import { DeleteDepartmentDialog } from './delete-department-dialog.tsx'
import { DepartmentMembers } from './department-members.tsx'
import { NameDepartmentDialog } from './name-department-dialog.tsx'
import { departmentsQuery } from './queries.ts'
import { texts } from './texts.ts'

type Department = Schema<'Department'>

export function DepartmentsPage() {
  const { data } = useSuspenseQuery(departmentsQuery)
  const [isAdding, setIsAdding] = useState(false)
  const departments = data.toSorted((one, other) => one.name.localeCompare(other.name))
  const add = (
    <Button variant="primary" icon={<Plus className="size-4" />} onClick={() => setIsAdding(true)}>
      {texts.addDepartment}
    </Button>
  )
  const isEmpty = departments.length === 0
  return (
    <>
      <PageHeader title={texts.departments} description={texts.departmentsAbout} actions={!isEmpty && add} />
      {isEmpty ? (
        <EmptyState icon={<FolderTree />} title={texts.noDepartments} text={texts.noDepartmentsText} action={add} />
      ) : (
        <ul className="divide-y rounded-lg border">
          {departments.map((department) => (
            <li key={department._id} className="px-3 py-1.5">
              <Entry department={department} />
            </li>
          ))}
        </ul>
      )}
      {isAdding && <NameDepartmentDialog onClose={() => setIsAdding(false)} />}
    </>
  )
}

function Entry({ department }: { department: Department }) {
  const [isOpen, setIsOpen] = useState(false)
  const [dialog, setDialog] = useState<'rename' | 'delete' | undefined>()
  const { name, heads, memberCount } = department
  const close = () => setDialog(undefined)
  return (
    <>
      <Disclosure
        isOpen={isOpen}
        onToggle={setIsOpen}
        title={name}
        end={
          <span className="truncate text-xs font-normal text-muted">
            {heads.length > 0 && `${texts.headNames(heads.map(({ fullName }) => fullName))} · `}
            {texts.memberCount(memberCount)}
          </span>
        }
      >
        {isOpen && (
          <DepartmentMembers department={department}>
            <Button size="small" variant="quiet" onClick={() => setDialog('rename')}>
              {texts.rename}
            </Button>
            <Button size="small" variant="quiet" onClick={() => setDialog('delete')}>
              {texts.deleteUser}
            </Button>
          </DepartmentMembers>
        )}
      </Disclosure>
      {dialog === 'rename' && <NameDepartmentDialog department={department} onClose={close} />}
      {dialog === 'delete' && <DeleteDepartmentDialog department={department} onClose={close} />}
    </>
  )
}
