import { Type } from 'typebox'

import { admins, everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time, named } from '../platform/schemas.ts'
import {
  addCategory,
  deleteCategory,
  listCategories,
  renameCategory,
  reorderCategories,
} from './template-categories.ts'
import type { TemplateCategory } from './template-categories.ts'

const tags = ['Templates']
const ById = Type.Object({ id: Id })

const CategorySchema = named(
  'TemplateCategory',
  Type.Object({
    _id: Id,
    organizationId: Id,
    name: Type.String(),
    slug: Type.String(),
    position: Type.Integer(),
    createdAt: Time,
    updatedAt: Time,
  }),
)

export function templateCategoryRoutes(app: App): void {
  listRoutes(app)
  byIdRoutes(app)
}

function listRoutes(app: App): void {
  app.get(
    '/api/user/template-categories',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the categories of templates',
        description: 'Besides these there is always `other`.',
        response: { 200: Type.Array(CategorySchema) },
      },
    },
    async (request) => (await listCategories(request.db, request.actor)).map(toCategory),
  )
  app.post(
    '/api/user/template-categories',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Add a category',
        body: Type.Object({ name: Text(100) }),
        response: { 201: CategorySchema },
      },
    },
    async (request, reply) => {
      reply.code(201)
      return toCategory(await addCategory(request.db, request.actor, request.body.name))
    },
  )
  app.post(
    '/api/user/template-categories/reorder',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Reorder the categories',
        description: 'These come first, in this order; the others follow as they were.',
        body: Type.Object({ categoryIds: Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true }) }),
        response: { 200: Type.Array(CategorySchema) },
      },
    },
    async (request) => (await reorderCategories(request.db, request.actor, request.body.categoryIds)).map(toCategory),
  )
}

function byIdRoutes(app: App): void {
  app.put(
    '/api/user/template-categories/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Rename a category',
        description: 'Its slug stays.',
        params: ById,
        body: Type.Object({ name: Text(100) }),
        response: { 200: CategorySchema },
      },
    },
    async (request) =>
      toCategory(await renameCategory(request.db, request.actor, request.params.id, request.body.name)),
  )
  app.delete(
    '/api/user/template-categories/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Delete a category',
        description: 'Its templates stay, in `other`.',
        params: ById,
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteCategory(request.db, request.actor, request.params.id)
      return { message: 'Category deleted successfully' }
    },
  )
}

function toCategory({ id, ...rest }: TemplateCategory) {
  return { ...rest, _id: id }
}
