import { Type } from 'typebox'

import { admins, everyone } from '../identity/actor.ts'
import { reachOrganization } from '../identity/organization-settings.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, named } from '../platform/schemas.ts'
import type { CustomField } from './custom-values.ts'
import { listSections, setSections } from './sections.ts'

const tags = ['Organizations']
const ById = Type.Object({ id: Id })
const OfContacts = Type.Object({
  type: Type.Unsafe<'Contact'>({ type: 'string', enum: ['Contact'], default: 'Contact' }),
})

const dataTypes: Array<CustomField['dataType']> = [
  'string',
  'number',
  'boolean',
  'date',
  'select',
  'url',
  'email',
  'phone',
]

const property = {
  dataType: Type.Unsafe<CustomField['dataType']>({
    type: 'string',
    enum: dataTypes,
    description: 'a date is YYYY-MM-DD; a phone is kept in E.164',
  }),
  options: Type.Optional(
    Type.Array(Text(100), { maxItems: 500, uniqueItems: true, description: 'of a select, which needs some' }),
  ),
  pattern: Type.Optional(
    Type.String({ maxLength: 200, description: 'a regular expression that a string must match, anywhere in it' }),
  ),
  description: Type.Optional(Type.String({ maxLength: 500 })),
}

const SectionSchema = named(
  'Section',
  Type.Object({
    name: Type.String(),
    isHidden: Type.Boolean(),
    properties: Type.Record(
      Type.String(),
      Type.Object({ _id: Id, name: Type.String(), isHidden: Type.Boolean(), ...property }),
    ),
  }),
)

const SectionInput = Type.Object({
  name: Text(200),
  isHidden: Type.Optional(Type.Boolean()),
  properties: Type.Record(
    Type.String(),
    Type.Object({
      _id: Type.Optional(Id),
      name: Type.Optional(Text(200, 'what people read; without it, the name of the field')),
      isHidden: Type.Optional(Type.Boolean()),
      ...property,
    }),
    { description: 'by the names under which contacts have the values' },
  ),
})

export function sectionRoutes(app: App): void {
  app.get(
    '/api/organizations/sections/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'The fields that an organization made for itself',
        params: ById,
        querystring: OfContacts,
        response: { 200: Type.Array(SectionSchema) },
      },
    },
    async (request) => {
      const { organizationId } = await reachOrganization(request.db, request.actor, request.params.id)
      return listSections(request.db, organizationId)
    },
  )

  app.put(
    '/api/organizations/sections/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Replace the fields that an organization made for itself',
        description:
          'A field that comes with its `_id` under another name is renamed with its data. One that is left out, or gets ' +
          'another type, loses its data: as soon as any contact has some, that is 409 without `isForced`.',
        params: ById,
        querystring: OfContacts,
        body: Type.Object({
          sections: Type.Array(SectionInput, { maxItems: 50 }),
          isForced: Type.Optional(Type.Boolean()),
        }),
        response: {
          200: Type.Object({
            message: Type.String(),
            organization: Type.Object({ _id: Id, organizationId: Id, type: Type.String() }),
            renamedProperties: Type.Record(Type.String(), Type.String()),
            sections: Type.Array(SectionSchema),
          }),
        },
      },
    },
    async (request) => {
      const actor = await reachOrganization(request.db, request.actor, request.params.id)
      const { sections, isForced = false } = request.body
      const { id, renamedProperties } = await setSections(request.db, actor, sections, isForced)
      const { organizationId } = actor
      return {
        message: 'Sections updated successfully',
        organization: { _id: id, organizationId, type: request.query.type },
        renamedProperties,
        sections: await listSections(request.db, organizationId),
      }
    },
  )
}
