import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { withFiles } from '../platform/http.ts'
import type { App } from '../platform/http.ts'
import { inWords } from '../platform/schemas.ts'
import type { Storage } from '../platform/storage.ts'
import { sendFile, sendThumbnail } from './download.ts'
import { findFile } from './files.ts'
import type { Links } from './links.ts'
import { receivedForm, takingForm } from './received-forms.ts'
import { FileAnswer, FileField, UploadSchema, toUpload } from './schemas.ts'
import { keepUpload, keepUploads } from './uploads.ts'

const tags = ['Messages']
const megabytes = 50

export function fileRoutes(app: App, links: Links, storage: Storage): void {
  withFiles(app, (scope) => uploadRoutes(scope, links, storage))
  linkRoute(app, links, storage)
}

function uploadRoutes(app: App, links: Links, storage: Storage): void {
  app.post(
    '/api/upload',
    {
      config: { roles: everyone },
      ...takingForm(storage, { files: 10, megabytes }),
      schema: {
        tags,
        summary: 'Upload files',
        description:
          `At most 10 at once, of ${megabytes} MB each. What is not used within a day, in a message or as a document, is ` +
          'removed. Send an Idempotency-Key, and a repetition is answered as the first time, and kept once.',
        consumes: ['multipart/form-data'],
        body: Type.Object({ files: Type.Array(FileField) }),
        response: { 200: Type.Object({ files: Type.Array(UploadSchema) }) },
      },
    },
    async (request) => {
      const { files: received } = receivedForm(request)
      if (received.length === 0) throw invalid('files', 'the form holds no file.')
      const files = await keepUploads(request.db, request.actor, received)
      return { files: files.map((file) => toUpload(file, links, storage)) }
    },
  )

  app.post(
    '/api/messages/upload-attachment',
    {
      config: { roles: everyone },
      ...takingForm(storage, { files: 1, megabytes }),
      schema: {
        tags,
        summary: 'Upload a file to be sent with a message',
        description: 'Name its `key` among the `attachments` of a message.',
        consumes: ['multipart/form-data'],
        body: Type.Object({ file: FileField }),
        response: { 200: UploadSchema },
      },
    },
    async (request) => {
      const [received] = receivedForm(request).files
      if (!received) throw invalid('file', 'the form holds no file.')
      return toUpload(await keepUpload(request.db, request.actor, received), links, storage)
    },
  )
}

function linkRoute(app: App, links: Links, storage: Storage): void {
  app.get(
    '/api/files/:link',
    {
      config: { isPublic: true },
      schema: {
        tags,
        summary: 'Read a file by its link',
        description: 'Links expire: they stand as `signedUrl` where files are named. Ranges are honoured.',
        params: Type.Object({
          link: Type.String({ pattern: inWords('^[A-Za-z0-9_-]{60,120}$', 'must be a link that you were given') }),
        }),
        response: FileAnswer,
      },
    },
    async (request, reply) => {
      const link = links.open(request.params.link)
      const file = link && (await findFile(request.db, link.file))
      if (!file || (link.isThumbnail && !file.thumbnailAt)) throw notFound('file')
      return link.isThumbnail ? sendThumbnail(reply, storage, file) : sendFile(request, reply, storage, file)
    },
  )
}
