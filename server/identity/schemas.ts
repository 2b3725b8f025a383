import { Type } from 'typebox'

import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import { accessRoles } from './actor.ts'
import type { AccessRole } from './actor.ts'
import { withoutSecrets } from './users.ts'
import type { User } from './users.ts'

export const Email = Type.String({ format: 'email', maxLength: 254 })

export const Password = Type.String({ minLength: 8, maxLength: 200 })

export const Role = Type.Unsafe<AccessRole>({ type: 'string', enum: [...accessRoles] })

export const SessionUser = named(
  'SessionUser',
  Type.Object({ id: Id, email: Type.String(), fullName: Type.String(), organizationId: Id, accessRole: Role }),
)

export const UserSchema = named(
  'User',
  Type.Object({
    _id: Id,
    organizationId: Id,
    email: Type.String(),
    fullName: Type.String(),
    phoneNumber: nullable(Type.String()),
    designation: nullable(Type.String()),
    sinchPhoneNumber: nullable(Type.String()),
    accessRole: Role,
    departmentId: nullable(Id),
    loginDisabled: Type.Boolean(),
    callForwardingEnabled: Type.Boolean(),
    conversationOpenPreference: Type.String(),
    persona: nullable(Type.String()),
    createdAt: Time,
    updatedAt: Time,
  }),
)

export const DepartmentSchema = named(
  'Department',
  Type.Object({ _id: Id, organizationId: Id, name: Type.String(), createdAt: Time, updatedAt: Time }),
)

export const UserFields = {
  fullName: Text(200),
  phoneNumber: nullable(Type.String({ maxLength: 40 })),
  designation: nullable(Type.String({ maxLength: 200 })),
}

export const OptionalUserFields = {
  fullName: Type.Optional(UserFields.fullName),
  phoneNumber: Type.Optional(UserFields.phoneNumber),
  designation: Type.Optional(UserFields.designation),
}

export function toUser(user: User) {
  const { id, disabledAt, ...rest } = withoutSecrets(user)
  return {
    _id: id,
    ...rest,
    loginDisabled: disabledAt !== null,
    sinchPhoneNumber: null,
    callForwardingEnabled: false,
    conversationOpenPreference: 'always',
    persona: null,
  }
}
