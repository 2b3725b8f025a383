import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, nullable } from '../platform/schemas.ts'
import { filtersAsked } from './asked-filters.ts'
import { createContact, deleteContact, findContact, updateContact } from './contacts.ts'
import { gatherCustomFields } from './gathered-fields.ts'
import { listContacts } from './list.ts'
import {
  ContactInput,
  ContactQuerySchema,
  ContactSchema,
  PhoneNumber,
  besideCustomFields,
  toContact,
} from './schemas.ts'

const tags = ['Contacts']
const ById = Type.Object({ id: Id })

export function contactRoutes(app: App): void {
  readRoutes(app)
  createRoute(app)
  updateRoutes(app)
  deleteRoute(app)
}

function readRoutes(app: App): void {
  app.get(
    '/api/contacts',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List contacts',
        description: 'The most recently active first, unless you sort otherwise. `total` is exact.',
        querystring: ContactQuerySchema,
        response: {
          200: Type.Object({
            data: Type.Array(ContactSchema),
            total: Type.Integer(),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const { page, size, ...rest } = request.query
      const asked = { ...(await filtersAsked(request.db, request.actor, rest)), page, size }
      const { contacts, total, nextCursor } = await listContacts(request.db, request.actor, asked)
      return { data: contacts.map(toContact), total, nextCursor }
    },
  )

  app.get(
    '/api/contacts/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read a contact',
        params: ById,
        response: { 200: Type.Object({ success: Type.Boolean(), data: ContactSchema }) },
      },
    },
    async (request) => ({
      success: true,
      data: toContact(await findContact(request.db, request.actor, request.params.id)),
    }),
  )
}

function createRoute(app: App): void {
  app.post(
    '/api/contact',
    {
      config: { roles: everyone },
      preValidation: gatherCustomFields,
      schema: {
        tags,
        summary: 'Create a contact',
        description: 'It is yours and assigned to you unless you say otherwise.',
        body: Type.Object({ ...ContactInput, phoneNumber: PhoneNumber }, besideCustomFields),
        response: {
          201: Type.Object({
            success: Type.Boolean(),
            data: Type.Object({ contact: ContactSchema, message: Type.String() }),
            message: Type.String(),
            contact: ContactSchema,
          }),
        },
      },
    },
    async (request, reply) => {
      const contact = toContact(await createContact(request.db, request.actor, request.body))
      const message = 'Contact created successfully'
      reply.code(201)
      return { success: true, data: { contact, message }, message, contact }
    },
  )
}

function updateRoutes(app: App): void {
  app.put(
    '/api/contact',
    {
      config: { roles: everyone },
      preValidation: gatherCustomFields,
      schema: {
        tags,
        summary: 'Update a contact',
        body: Type.Object(
          { ...ContactInput, phoneNumber: Type.Optional(nullable(PhoneNumber)), _id: Id },
          besideCustomFields,
        ),
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            message: Type.String(),
            contact: ContactSchema,
            data: ContactSchema,
          }),
        },
      },
    },
    async (request) => {
      const { _id, ...body } = request.body
      const contact = toContact(await updateContact(request.db, request.actor, _id, body))
      return { success: true, message: 'Contact updated successfully', contact, data: contact }
    },
  )

  app.patch(
    '/api/contacts/:id',
    {
      config: { roles: everyone },
      preValidation: gatherCustomFields,
      schema: {
        tags,
        summary: 'Update some fields of a contact',
        params: ById,
        body: Type.Object({ ...ContactInput, phoneNumber: Type.Optional(nullable(PhoneNumber)) }, besideCustomFields),
        response: { 200: Type.Object({ success: Type.Boolean(), data: Type.Object({ contact: ContactSchema }) }) },
      },
    },
    async (request) => {
      const contact = await updateContact(request.db, request.actor, request.params.id, request.body)
      return { success: true, data: { contact: toContact(contact) } }
    },
  )
}

function deleteRoute(app: App): void {
  app.delete(
    '/api/contacts/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Delete a contact',
        description:
          'Its conversations and their messages go with it. For its owner, the head of their department, and admins: others who ' +
          'see it are refused (403 `not_the_owner`).',
        params: ById,
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteContact(request.db, request.actor, request.params.id)
      return { message: 'Contact deleted successfully' }
    },
  )
}
