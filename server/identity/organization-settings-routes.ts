import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { Id } from '../platform/schemas.ts'
import { admins } from './actor.ts'
import { isOpenAt, nextOpening } from './business-hours.ts'
import { businessHoursOf, setBusinessHours } from './business-hours-settings.ts'
import { BusinessHoursInput, BusinessHoursSchema, DocumentType, ProtectionPeriod } from './organization-schemas.ts'
import { findOrganization, reachOrganization, setDocumentTypes, updateOrganization } from './organization-settings.ts'
import type { Organization } from './organizations.ts'

const tags = ['Organizations']
const ById = Type.Object({ id: Id })

/** An ADMIN reaches the own organization, a SUPERADMIN each. */
export function organizationSettingsRoutes(app: App): void {
  documentTypesRoute(app)
  protectionRoutes(app)
  businessHoursRoutes(app)
}

function documentTypesRoute(app: App): void {
  app.put(
    '/api/organizations/:id/document-types',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Replace the types that documents of contacts may have',
        params: ById,
        body: Type.Object({ documentTypes: Type.Array(DocumentType, { maxItems: 100 }) }),
        response: { 200: Type.Object({ success: Type.Boolean(), documentTypes: Type.Array(DocumentType) }) },
      },
    },
    async (request) => {
      const actor = await reachOrganization(request.db, request.actor, request.params.id)
      const { documentTypes } = await setDocumentTypes(request.db, actor, request.body.documentTypes)
      return { success: true, documentTypes }
    },
  )
}

function protectionRoutes(app: App): void {
  const Settings = Type.Object({ contactProtectionPeriod: ProtectionPeriod })

  app.get(
    '/api/organizations/:id/contact-protection-settings',
    {
      config: { roles: admins },
      schema: { tags, summary: 'How long contacts are protected', params: ById, response: { 200: Settings } },
    },
    async (request) => {
      const { organizationId } = await reachOrganization(request.db, request.actor, request.params.id)
      return findOrganization(request.db, organizationId)
    },
  )

  app.put(
    '/api/organizations/:id/contact-protection-settings',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Say how long contacts are protected',
        description:
          'For so many hours after its owner last wrote to it, a SALES_REP does not take over a contact of somebody else: its ' +
          'owner, its assignees and its number stay (409 `contact_protected`), it is not deleted, and is in nobody’s turn.',
        params: ById,
        body: Settings,
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            message: Type.String(),
            contactProtectionPeriod: ProtectionPeriod,
          }),
        },
      },
    },
    async (request) => {
      const actor = await reachOrganization(request.db, request.actor, request.params.id)
      const { contactProtectionPeriod } = await updateOrganization(request.db, actor, request.body)
      return { success: true, message: 'Contact protection settings updated successfully', contactProtectionPeriod }
    },
  )
}

function businessHoursRoutes(app: App): void {
  app.get(
    '/api/organizations/:id/business-hours',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'When an organization is open',
        description: '`businessHours` null is the usual week: Monday to Friday, 09:00 to 17:00.',
        params: ById,
        response: { 200: BusinessHoursSchema },
      },
    },
    async (request) => {
      const { organizationId } = await reachOrganization(request.db, request.actor, request.params.id)
      return toBusinessHours(await findOrganization(request.db, organizationId))
    },
  )

  app.put(
    '/api/organizations/:id/business-hours',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Say when an organization is open',
        description:
          'What is left out stays as it is, a day of the week as well; `businessHours` null brings the usual week back. ' +
          'Exceptional hours count before holidays, and holidays before the week.',
        params: ById,
        body: BusinessHoursInput,
        response: { 200: BusinessHoursSchema },
      },
    },
    async (request) => {
      const actor = await reachOrganization(request.db, request.actor, request.params.id)
      return toBusinessHours(await setBusinessHours(request.db, actor, request.body))
    },
  )
}

function toBusinessHours(organization: Organization) {
  const now = new Date()
  const hours = businessHoursOf(organization)
  const isOpen = isOpenAt(hours, now)
  return {
    ...organization,
    timezone: organization.timeZone,
    isOpen,
    opensAt: isOpen ? null : nextOpening(hours, now),
  }
}
