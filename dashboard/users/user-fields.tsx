import { useSuspenseQuery } from '@tanstack/react-query'

import { problemWith } from '../api/field-problem.ts'
import { useSession } from '../api/session.ts'
import { Field } from '../ui/field.tsx'
import { FormRow } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import type { Draft } from '../ui/use-draft.ts'
import { departmentsQuery } from './queries.ts'
import { roleOptions } from './roles.ts'
import type { Role } from './roles.ts'
import { texts } from './texts.ts'

export interface UserDraft {
  fullName: string
  email: string
  accessRole: Role
  departmentId: string
  phoneNumber: string
  designation: string
}

export const userFields = ['fullName', 'email', 'accessRole', 'departmentId', 'phoneNumber', 'designation'] as const

/** Who somebody is and what they may do; one's own email and role are changed elsewhere, or by others. */
export function UserFields({
  draft,
  error,
  isSelf = false,
}: {
  draft: Draft<UserDraft>
  error: unknown
  isSelf?: boolean
}) {
  const { value, setter } = draft
  const { user: self } = useSession()
  const { data: departments } = useSuspenseQuery(departmentsQuery)
  const options = departments.map(({ _id, name }) => ({ value: _id, label: name }))
  return (
    <>
      <Field label={texts.name} error={problemWith(error, 'fullName')} isRequired>
        <Input autoFocus autoComplete="off" value={value.fullName} onValueChange={setter('fullName')} />
      </Field>
      {!isSelf && (
        <Field label={texts.email} error={problemWith(error, 'email')} isRequired>
          <Input type="email" autoComplete="off" value={value.email} onValueChange={setter('email')} />
        </Field>
      )}
      <FormRow>
        {!isSelf && (
          <Field label={texts.role} error={problemWith(error, 'accessRole')}>
            <Select
              value={value.accessRole}
              onValueChange={setter('accessRole')}
              options={roleOptions(self.accessRole)}
            />
          </Field>
        )}
        <Field label={texts.department} error={problemWith(error, 'departmentId')}>
          <Select
            value={value.departmentId}
            onValueChange={setter('departmentId')}
            options={[{ value: '', label: texts.noDepartment }, ...options]}
          />
        </Field>
      </FormRow>
      <FormRow>
        <Field label={texts.phone} error={problemWith(error, 'phoneNumber')} isOptional>
          <Input type="tel" autoComplete="off" value={value.phoneNumber} onValueChange={setter('phoneNumber')} />
        </Field>
        <Field label={texts.designation} error={problemWith(error, 'designation')} isOptional>
          <Input autoComplete="off" value={value.designation} onValueChange={setter('designation')} />
        </Field>
      </FormRow>
    </>
  )
}

/** As the server takes it: what is left empty is nothing. */
export function userBody<Changes extends Partial<UserDraft>>(changes: Changes) {
  const entries = Object.entries(changes).map(([name, value]) => [name, value === '' ? null : value])
  return Object.fromEntries(entries) as Changes
}
