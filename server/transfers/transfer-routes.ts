import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import type { AccessRole } from '../identity/actor.ts'
import { reachOrganization } from '../identity/organization-settings.ts'
import { Refusal } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { allowTime } from '../platform/refusals.ts'
import { Id, Message } from '../platform/schemas.ts'
import type { Signals } from '../platform/signals.ts'
import type { Storage } from '../platform/storage.ts'
import { compileValidator } from '../platform/validation.ts'
import { deleteOrganization } from './deletion.ts'
import { exportOrganization } from './export.ts'
import { findOrganizationImport, importOrganization } from './import.ts'
import { OrganizationImportSchema, toOrganizationImport } from './schemas.ts'

const tags = ['Organizations']
const params = Type.Object({ id: Id })
const superadmins: readonly AccessRole[] = ['SUPERADMIN']
const ndjson = 'application/x-ndjson'

export function transferRoutes(app: App, { storage, signals }: { storage: Storage; signals: Signals }): void {
  exportRoute(app, storage)
  void app.register(async (scope: App) => {
    // Read by the verb, as a stream: nobody else may take anything of it.
    scope.addContentTypeParser(ndjson, (_request, _body, done) => done(null, undefined))
    importRoute(scope, storage)
  })
  progressRoute(app)
  deletionRoute(app, signals)
}

function exportRoute(app: App, storage: Storage): void {
  app.get(
    '/api/organizations/:id/export',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Take an organization along',
        description:
          'All that belongs to it, as it is at one moment: packed JSON lines, files included, for an import on this or another server. Without passwords, keys and credentials; and not while somebody is being erased (409, `erasure_running`). A file without its last line was cut off.',
        params,
        response: { 200: { description: 'The file.', content: { [ndjson]: { schema: Type.Unknown() } } } },
      },
    },
    async (request, reply) => {
      const actor = await reachOrganization(request.db, request.actor, request.params.id)
      // Who asks for the headers alone does not want all of it read.
      const file = request.method === 'HEAD' ? '' : await exportOrganization(request.db, actor, storage)
      return reply
        .header('content-type', ndjson)
        .header('content-encoding', 'gzip')
        .header('content-disposition', `attachment; filename="organization-${actor.organizationId}.ndjson"`)
        .send(file)
    },
  )
}

function importRoute(app: App, storage: Storage): void {
  app.post(
    '/api/organizations/:id/import',
    {
      config: { roles: admins },
      // What comes in is read by the verb.
      validatorCompiler: (route) => (route.httpPart === 'body' ? () => true : compileValidator(route)),
      schema: {
        tags,
        summary: 'Bring an organization here',
        description:
          'Into one that is empty: the body is what the export wrote, as `application/x-ndjson`, packed or not, of any size. What is wrong with the file is answered with its line; then it runs by itself, and all of it is there at one moment, or none. Nothing is sent again; channels wait to be given their credentials; people choose new passwords by the reset link.',
        consumes: [ndjson],
        params,
        body: Type.String({ format: 'binary' }),
        response: { 202: OrganizationImportSchema },
      },
    },
    async (request, reply) => {
      const actor = await reachOrganization(request.db, request.actor, request.params.id)
      refuseOtherTypes(request)
      allowTime(request)
      const imported = await importOrganization(request.db, actor, storage, bytesOf(request))
      reply.code(202)
      return toOrganizationImport(imported)
    },
  )
}

/** What is refused in the middle is still answered: the connection stays, and the rest is thrown away. */
async function* bytesOf({ raw }: FastifyRequest): AsyncGenerator<Buffer> {
  try {
    yield* raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  } finally {
    raw.resume()
  }
}

function refuseOtherTypes({ headers }: FastifyRequest): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';')
  const packing = headers['content-encoding'] ?? 'identity'
  if (type.trim().toLowerCase() === ndjson && ['gzip', 'identity'].includes(packing)) return
  throw new Refusal(415, 'unsupported_media_type', `Send the export as ${ndjson}, packed with gzip or not at all.`)
}

function progressRoute(app: App): void {
  app.get(
    '/api/organizations/:id/import',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'How far an organization’s import is',
        description: 'The last one.',
        params,
        response: { 200: OrganizationImportSchema },
      },
    },
    async (request) => {
      const actor = await reachOrganization(request.db, request.actor, request.params.id)
      return toOrganizationImport(await findOrganizationImport(request.db, actor))
    },
  )
}

function deletionRoute(app: App, signals: Signals): void {
  app.delete(
    '/api/organizations/:id',
    {
      config: { roles: superadmins },
      schema: {
        tags,
        summary: 'Delete an organization',
        description:
          'With all that belongs to it, for good: its people are out at once, its numbers and emails are free again, and rows and files go in the background.',
        params,
        body: Type.Object({
          name: Type.String({ maxLength: 200, description: 'the name of the organization, so that it is no other' }),
        }),
        response: { 202: Message },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await deleteOrganization(request.db, request.actor, signals, { id, name: request.body.name })
      reply.code(202)
      return { message: 'The organization is being deleted' }
    },
  )
}
