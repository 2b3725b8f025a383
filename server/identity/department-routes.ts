import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { Id, Message, Name } from '../platform/schemas.ts'
import type { Signals } from '../platform/signals.ts'
import { admins, everyone } from './actor.ts'
import {
  addDepartment,
  deleteDepartment,
  findDepartment,
  listDepartments,
  listMembers,
  renameDepartment,
} from './departments.ts'
import type { Department } from './departments.ts'
import { DepartmentSchema, UserSchema, toUser } from './schemas.ts'

const params = Type.Object({ id: Id })
const tags = ['Users']

export function departmentRoutes(app: App, signals: Signals): void {
  readingRoutes(app)
  changingRoutes(app, signals)
}

function readingRoutes(app: App): void {
  app.get(
    '/api/departments',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'The departments of your organization',
        response: { 200: Type.Object({ departments: Type.Array(DepartmentSchema) }) },
      },
    },
    async (request) => ({ departments: (await listDepartments(request.db, request.actor)).map(toDepartment) }),
  )

  app.get(
    '/api/departments/:id',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'One department, with its heads', params, response: { 200: DepartmentSchema } },
    },
    async (request) => toDepartment(await findDepartment(request.db, request.actor, request.params.id)),
  )

  app.get(
    '/api/departments/:id/users',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'The members of a department',
        params,
        response: { 200: Type.Object({ users: Type.Array(UserSchema) }) },
      },
    },
    async (request) => ({ users: (await listMembers(request.db, request.actor, request.params.id)).map(toUser) }),
  )
}

function changingRoutes(app: App, signals: Signals): void {
  app.post(
    '/api/departments',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Add a department',
        body: Type.Object({ name: Name(200) }),
        response: { 201: DepartmentSchema },
      },
    },
    async (request, reply) => {
      reply.code(201)
      return toDepartment(await addDepartment(request.db, request.actor, request.body.name.trim()))
    },
  )

  app.put(
    '/api/departments/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Rename a department',
        params,
        body: Type.Object({ name: Name(200) }),
        response: { 200: DepartmentSchema },
      },
    },
    async (request) =>
      toDepartment(await renameDepartment(request.db, request.actor, request.params.id, request.body.name.trim())),
  )

  app.delete(
    '/api/departments/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Delete a department',
        description: 'One that has members is deleted only together with the department that they go to.',
        params,
        querystring: Type.Object({ moveToId: Type.Optional(Id) }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteDepartment(request.db, request.actor, signals, request.params.id, request.query.moveToId)
      return { message: 'Department deleted successfully' }
    },
  )
}

function toDepartment({ id, ...rest }: Department) {
  return { _id: id, ...rest }
}
