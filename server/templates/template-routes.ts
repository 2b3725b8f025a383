import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time, inWords, named, nullable } from '../platform/schemas.ts'
import { findContact } from '../contacts/contacts.ts'
import { renderWith, senderOf } from './personalization.ts'
import { variableNames } from './rendering.ts'
import {
  addTemplate,
  deleteTemplate,
  findTemplate,
  listTemplates,
  refuseUnreadable,
  templateTypes,
  updateTemplate,
} from './templates.ts'
import type { Template, TemplateType } from './templates.ts'

const tags = ['Templates']
const ById = Type.Object({ id: Id })
const TypeOfTemplate = Type.Unsafe<TemplateType>({ type: 'string', enum: [...templateTypes] })

const Actions = Type.Object({
  tags: Type.Array(Text(50), { maxItems: 20, description: 'put on the conversation' }),
  assignTo: nullable(
    Type.String({
      pattern: inWords('^(me|[0-9a-f]{24})$', 'must be the id of a user, or me'),
      description: 'who gets the conversation; `me` is whoever sends it',
    }),
  ),
  isResolving: Type.Boolean({ description: 'whether the conversation is resolved at last' }),
})

const TemplateSchema = named(
  'Template',
  Type.Object({
    _id: Id,
    name: Type.String(),
    template: Type.String(),
    type: TypeOfTemplate,
    category: Type.String({ description: 'the slug of its category, or other' }),
    organizationId: Id,
    userId: nullable(Type.String({ description: 'whose it is; null for a shared one' })),
    isShared: Type.Boolean(),
    shortcut: nullable(Type.String({ description: 'what is written after a slash to find it' })),
    actions: nullable(
      Type.Object(Actions.properties, { description: 'what the dashboard does in the conversation once it was sent' }),
    ),
    createdBy: nullable(Type.String()),
    updatedBy: nullable(Type.String()),
    createdAt: Time,
    updatedAt: Time,
  }),
)

const TemplateText = Type.String({
  minLength: 1,
  maxLength: 10_000,
  pattern: '\\S',
  description: `may name ${variableNames.map((name) => `{{${name}}}`).join(', ')}`,
})
const shortcutPattern = inWords(
  '^[a-z0-9][a-z0-9-]{0,22}$',
  'must be at most 23 small letters, digits and hyphens, such as opening-hours',
)
const Fields = {
  type: Type.Optional(TypeOfTemplate),
  category: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  isShared: Type.Optional(Type.Boolean({ description: 'with the whole organization; only admins share' })),
  shortcut: Type.Optional(
    nullable(
      Type.String({
        pattern: shortcutPattern,
        description:
          'what is written after a slash to find it; of all shared ones, and of all your own, one goes by it',
      }),
    ),
  ),
  actions: Type.Optional(
    nullable(
      Type.Object(Actions.properties, {
        description: 'what the dashboard does in the conversation once it was sent; programs do it themselves',
      }),
    ),
  ),
}

export function templateRoutes(app: App): void {
  readRoutes(app)
  writeRoutes(app)
  previewRoute(app)
}

function readRoutes(app: App): void {
  app.get(
    '/api/user/sms-templates',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List your templates and the shared ones',
        querystring: Type.Object({ type: Type.Optional(TypeOfTemplate) }),
        response: { 200: Type.Array(TemplateSchema) },
      },
    },
    async (request) => (await listTemplates(request.db, request.actor, request.query.type)).map(toTemplate),
  )
  app.get(
    '/api/user/sms-templates/by-type/:type',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the templates of a type',
        params: Type.Object({ type: TypeOfTemplate }),
        response: { 200: Type.Array(TemplateSchema) },
      },
    },
    async (request) => (await listTemplates(request.db, request.actor, request.params.type)).map(toTemplate),
  )
  app.get(
    '/api/user/sms-templates/:id',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Read a template', params: ById, response: { 200: TemplateSchema } },
    },
    async (request) => toTemplate(await findTemplate(request.db, request.actor, request.params.id)),
  )
}

function writeRoutes(app: App): void {
  app.post(
    '/api/user/sms-templates',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Save a template',
        description:
          'For yourself, or as an admin for all. What a variable that is not known becomes: {{firstName|there}}.',
        body: Type.Object({ name: Text(200), template: TemplateText, ...Fields }),
        response: { 201: TemplateSchema },
      },
    },
    async (request, reply) => {
      reply.code(201)
      return toTemplate(await addTemplate(request.db, request.actor, request.body))
    },
  )
  app.put(
    '/api/user/sms-templates/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Change a template',
        params: ById,
        body: Type.Object({ name: Type.Optional(Text(200)), template: Type.Optional(TemplateText), ...Fields }),
        response: { 200: TemplateSchema },
      },
    },
    async (request) => toTemplate(await updateTemplate(request.db, request.actor, request.params.id, request.body)),
  )
  app.delete(
    '/api/user/sms-templates/:id',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Delete a template', params: ById, response: { 200: Message } },
    },
    async (request) => {
      await deleteTemplate(request.db, request.actor, request.params.id)
      return { message: 'Template deleted successfully' }
    },
  )
}

function previewRoute(app: App): void {
  app.post(
    '/api/user/sms-templates/preview',
    {
      config: { roles: everyone, isRepeatable: true },
      schema: {
        tags,
        summary: 'See a text as a contact would read it',
        description: 'What is `missing` would refuse the send; in the answer it stands as it was written.',
        body: Type.Object({ template: TemplateText, contactId: Id }),
        response: { 200: Type.Object({ content: Type.String(), missing: Type.Array(Type.String()) }) },
      },
    },
    async ({ db, actor, body }) => {
      refuseUnreadable(body.template)
      const contact = await findContact(db, actor, body.contactId)
      const { text, missing } = renderWith(body.template, contact, await senderOf(db, actor))
      return { content: text, missing }
    },
  )
}

function toTemplate({ id, createdById, updatedById, ...rest }: Template) {
  const type = rest.type as TemplateType
  return { ...rest, _id: id, type, isShared: rest.userId === null, createdBy: createdById, updatedBy: updatedById }
}
