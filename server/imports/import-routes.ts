import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import { everyone, isAdmin } from '../identity/actor.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { withFiles } from '../platform/http.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, nullable } from '../platform/schemas.ts'
import type { Storage } from '../platform/storage.ts'
import { ImportOptionsSchema, ImportSchema, ImportWithRowsSchema, toImport, toNamedRows } from './import-schemas.ts'
import {
  cancelImport,
  checkImport,
  deleteImport,
  findImportableFields,
  listImports,
  startImport,
  undoImport,
} from './imports.ts'
import { findImport } from './steps/import.ts'
import { firstKept, firstProblems, firstWarnings } from './steps/results.ts'
import { largestFile, uploadImport } from './steps/upload.ts'

const tags = ['Imports']
const ById = Type.Object({ id: Id })

export function importRoutes(app: App, storage: Storage): void {
  withFiles(app, (scope) => uploadRoute(scope, storage))
  listRoute(app)
  fieldRoute(app)
  oneRoute(app)
  beginRoutes(app)
  endRoutes(app)
}

function uploadRoute(app: App, storage: Storage): void {
  app.post(
    '/api/contacts/imports',
    {
      config: { roles: everyone },
      // What comes in parts is read by the handler.
      validatorCompiler: () => () => true,
      schema: {
        tags,
        summary: 'Upload a file of contacts',
        description:
          'CSV in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs; at most 100 MiB, 200,000 rows and 500 columns. Nothing is imported yet: the answer proposes which column becomes which field.',
        consumes: ['multipart/form-data'],
        body: Type.Object({ file: Type.String({ format: 'binary' }) }),
        response: { 201: ImportSchema },
      },
    },
    async (request, reply) => {
      const part = await filePart(request)
      const file = { name: part.filename, bytes: part.file, isTooLarge: () => part.file.truncated }
      reply.code(201)
      return toImport(await uploadImport(request.db, request.actor, storage, file))
    },
  )
}

async function filePart(request: FastifyRequest): Promise<MultipartFile> {
  if (!request.isMultipart()) {
    throw new Refusal(415, 'unsupported_media_type', 'Send the file as multipart/form-data, in a part named "file".')
  }
  const part = await request.file({ limits: { fileSize: largestFile, files: 1 } }).catch((error: unknown) => {
    throw new Refusal(400, 'invalid_form', `The form cannot be read: ${(error as Error).message}.`)
  })
  if (part) return part
  throw invalid('file', 'it is required.')
}

function listRoute(app: App): void {
  app.get(
    '/api/contacts/imports',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List imports',
        description: 'The newest first: your own, or as an admin all of the organization.',
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: Type.Object({ imports: Type.Array(ImportSchema), nextCursor: nullable(Type.String()) }) },
      },
    },
    async (request) => {
      const { imports, nextCursor } = await listImports(request.db, request.actor, request.query)
      return { imports: imports.map(toImport), nextCursor }
    },
  )
}

function fieldRoute(app: App): void {
  app.get(
    '/api/contacts/imports/fields',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'What a column may become',
        description: 'The organization’s own fields are among them, by what they are called now.',
        response: {
          200: Type.Object({
            fields: Type.Array(Type.Object({ name: Type.String(), label: Type.String() })),
            mayChooseOwner: Type.Boolean({ description: 'whether you may let somebody else own the new contacts' }),
          }),
        },
      },
    },
    async (request) => ({
      fields: await findImportableFields(request.db, request.actor),
      mayChooseOwner: isAdmin(request.actor),
    }),
  )
}

function oneRoute(app: App): void {
  app.get(
    '/api/contacts/imports/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read an import and how far it is',
        params: ById,
        response: { 200: ImportWithRowsSchema },
      },
    },
    async (request) => {
      const row = await findImport(request.db, request.actor, request.params.id)
      return {
        ...toImport(row),
        problems: toNamedRows(await firstProblems(request.db, row)),
        warnings: toNamedRows(await firstWarnings(request.db, row)),
        keptRows: toNamedRows(await firstKept(request.db, row)),
      }
    },
  )
}

function beginRoutes(app: App): void {
  app.post(
    '/api/contacts/imports/:id/dry-run',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Try an import out',
        description:
          'Goes through all rows without changing anything; read the import to see what would become of them.',
        params: ById,
        body: ImportOptionsSchema,
        response: { 202: ImportSchema },
      },
    },
    async (request, reply) => {
      reply.code(202)
      return toImport(await checkImport(request.db, request.actor, request.params.id, request.body))
    },
  )

  app.post(
    '/api/contacts/imports/:id/start',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Start an import',
        description: 'It runs by itself; you are notified when it is done.',
        params: ById,
        body: ImportOptionsSchema,
        response: { 202: ImportSchema },
      },
    },
    async (request, reply) => {
      reply.code(202)
      return toImport(await startImport(request.db, request.actor, request.params.id, request.body))
    },
  )
}

function endRoutes(app: App): void {
  app.post(
    '/api/contacts/imports/:id/cancel',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Cancel an import',
        description: 'What is imported by then stays, and can be undone.',
        params: ById,
        response: { 200: ImportSchema },
      },
    },
    async (request) => toImport(await cancelImport(request.db, request.actor, request.params.id)),
  )

  app.post(
    '/api/contacts/imports/:id/undo',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Undo an import',
        description:
          'Deletes the contacts that it created and puts back what it changed. What was changed since, or has got messages, notes, reminders or documents, is kept and named.',
        params: ById,
        response: { 202: ImportSchema },
      },
    },
    async (request, reply) => {
      reply.code(202)
      return toImport(await undoImport(request.db, request.actor, request.params.id))
    },
  )

  app.delete(
    '/api/contacts/imports/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Forget an import',
        description: 'The file and the results go; the contacts stay.',
        params: ById,
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteImport(request.db, request.actor, request.params.id)
      return { message: 'Import deleted successfully' }
    },
  )
}
