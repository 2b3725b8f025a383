import { Type } from 'typebox'

import { invalid } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { Id, Name, nullable } from '../platform/schemas.ts'
import { admins, everyone } from './actor.ts'
import type { AccessRole } from './actor.ts'
import { addOrganization, listOrganizations } from './organization-list.ts'
import { OrganizationFields, OrganizationSchema, toOrganization } from './organization-schemas.ts'
import { findOrganization, reachOrganization, updateOrganization } from './organization-settings.ts'
import { Email, Password, SessionUser, UserFields } from './schemas.ts'

const tags = ['Organizations']
const superadmins: readonly AccessRole[] = ['SUPERADMIN']

const FirstAdmin = Type.Object({
  email: Email,
  password: Password,
  fullName: UserFields.fullName,
  phoneNumber: Type.Optional(UserFields.phoneNumber),
  designation: Type.Optional(UserFields.designation),
})

export function organizationRoutes(app: App): void {
  ownRoutes(app)
  allRoutes(app)
  addRoute(app)
}

function ownRoutes(app: App): void {
  app.get(
    '/api/organizations/user',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Your organization', response: { 200: OrganizationSchema } },
    },
    async (request) => toOrganization(await findOrganization(request.db, request.actor.organizationId)),
  )

  app.put(
    '/api/organizations/user',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Change your organization',
        description: 'The country decides how phone numbers without a country prefix are read from now on.',
        body: Type.Object({ name: Type.Optional(Name(200)), ...OrganizationFields }),
        response: { 200: Type.Object({ message: Type.String(), organization: OrganizationSchema }) },
      },
    },
    async (request) => {
      const { timezone, ...fields } = request.body
      const changes = { ...fields, ...(timezone === undefined ? {} : { timeZone: timezone }) }
      const organization = await updateOrganization(request.db, request.actor, changes)
      return { message: 'Organization details updated successfully', organization: toOrganization(organization) }
    },
  )
}

function allRoutes(app: App): void {
  app.get(
    '/api/organizations',
    {
      config: { roles: superadmins },
      schema: {
        tags,
        summary: 'All organizations',
        description: 'By name. `total` is exact.',
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 2000 })),
          search: Type.Optional(Type.String({ maxLength: 200, description: 'a part of the name' })),
        }),
        response: {
          200: Type.Object({
            organizations: Type.Array(OrganizationSchema),
            total: Type.Integer(),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const { organizations, ...rest } = await listOrganizations(request.db, request.query)
      return { organizations: organizations.map(toOrganization), ...rest }
    },
  )

  app.get(
    '/api/organizations/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Read an organization',
        description: 'An ADMIN the own one, a SUPERADMIN any.',
        params: Type.Object({ id: Id }),
        response: { 200: OrganizationSchema },
      },
    },
    async (request) => {
      const { organizationId } = await reachOrganization(request.db, request.actor, request.params.id)
      return toOrganization(await findOrganization(request.db, organizationId))
    },
  )
}

function addRoute(app: App): void {
  app.post(
    '/api/organizations',
    {
      config: { roles: superadmins },
      schema: {
        tags,
        summary: 'Add an organization with its first ADMIN',
        description: '`phone` and `adminDetails` are other names of `phoneNumber` and `admin`.',
        body: Type.Object({
          name: Name(200),
          ...OrganizationFields,
          phone: OrganizationFields.phoneNumber,
          admin: Type.Optional(FirstAdmin),
          adminDetails: Type.Optional(FirstAdmin),
        }),
        response: {
          201: Type.Object({ message: Type.String(), organization: OrganizationSchema, admin: SessionUser }),
        },
      },
    },
    async (request, reply) => {
      const { name, address, country, timezone: timeZone } = request.body
      const phoneNumber = request.body.phoneNumber ?? request.body.phone
      const admin = request.body.admin ?? request.body.adminDetails
      if (!admin) throw invalid('admin', 'it is required: somebody must be able to log in.')
      const { organization, user } = await addOrganization(
        request.db,
        request.actor,
        { name, phoneNumber, address, country, timeZone },
        { ...admin, phoneNumber: admin.phoneNumber ?? undefined, designation: admin.designation ?? undefined },
      )
      reply.code(201)
      return { message: 'Organization created successfully', organization: toOrganization(organization), admin: user }
    },
  )
}
