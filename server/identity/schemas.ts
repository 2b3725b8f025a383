import { Type } from 'typebox'

import { Id, Name, Text, Time, named, nullable } from '../platform/schemas.ts'
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
    isPasswordDisabled: Type.Boolean(),
    callForwardingEnabled: Type.Boolean(),
    conversationOpenPreference: Type.String(),
    persona: nullable(Type.String()),
    createdAt: Time,
    updatedAt: Time,
  }),
)

export const DepartmentSchema = named(
  'Department',
  Type.Object({
    _id: Id,
    organizationId: Id,
    name: Type.String(),
    memberCount: Type.Integer(),
    heads: Type.Array(Type.Object({ _id: Id, fullName: Type.String(), email: Type.String() })),
    createdAt: Time,
    updatedAt: Time,
  }),
)

export const UserFields = {
  fullName: Name(200),
  phoneNumber: nullable(Type.String({ maxLength: 40 })),
  designation: nullable(Type.String({ maxLength: 200 })),
}

export const OptionalUserFields = {
  fullName: Type.Optional(UserFields.fullName),
  phoneNumber: Type.Optional(UserFields.phoneNumber),
  designation: Type.Optional(UserFields.designation),
  callForwardingEnabled: Type.Optional(Type.Boolean()),
  conversationOpenPreference: Type.Optional(Text(50)),
}

export function toUser(user: User) {
  const { id, disabledAt, passwordDisabledAt, ...rest } = withoutSecrets(user)
  return {
    _id: id,
    ...rest,
    loginDisabled: disabledAt !== null,
    isPasswordDisabled: passwordDisabledAt !== null,
    sinchPhoneNumber: null,
    persona: null,
  }
}
