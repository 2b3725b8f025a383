import { Type } from 'typebox'

import { receivedForm, takingForm } from '../files/received-forms.ts'
import { FileField } from '../files/schemas.ts'
import { keepUpload } from '../files/uploads.ts'
import { clientAddress } from '../identity/client-address.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { withFiles } from '../platform/http.ts'
import type { App } from '../platform/http.ts'
import { Id } from '../platform/schemas.ts'
import { mostMegabytes, refuseStrange } from './file-rules.ts'
import { inSession, standingIn } from './session-check.ts'
import { refuseUnknown } from './sessions.ts'
import type { WebchatTools } from './tools.ts'
import { refuseTooManyUnsent } from './unsent-uploads.ts'
import { settingsOf, visitorActor } from './visitors.ts'

const most = { ofSession: 20, fromAddress: 100 }

/** What visitors send along. What is not sent within a day is removed. */
export function webchatUploadRoutes(app: App, tools: WebchatTools): void {
  withFiles(app, (scope) => uploadRoute(scope, tools))
}

function uploadRoute(app: App, { storage, limits }: WebchatTools): void {
  const form = takingForm(storage, { files: 1, megabytes: mostMegabytes }, async (request) => {
    const standing = standingIn(request)
    const { visitor, channel } = standing
    refuseUnknown(channel, standing)
    if (!settingsOf(channel).files.isOn) throw new Refusal(403, 'files_off', 'Files cannot be sent here.')
    await limits.take(request.db, 'upload', visitor.id, most.ofSession)
    await limits.take(request.db, 'upload from', clientAddress(request.ip), most.fromAddress)
    await refuseTooManyUnsent(request.db, visitor)
    request.actor = visitorActor(visitor)
  })
  app.post(
    '/api/webchat/files',
    {
      ...inSession,
      ...form,
      schema: {
        tags: ['Webchat'],
        summary: 'Upload a file to be sent in the chat',
        description: `At most ${mostMegabytes} MB; what it is, is told by its bytes. Name its \`key\` among the \`files\` of a message.`,
        consumes: ['multipart/form-data'],
        body: Type.Object({ file: FileField }),
        response: {
          201: Type.Object({ key: Id, name: Type.String(), contentType: Type.String(), size: Type.Integer() }),
        },
      },
    },
    async (request, reply) => {
      const [received] = receivedForm(request).files
      if (!received) throw invalid('file', 'the form holds no file.')
      refuseStrange(received.name, received.contentType)
      const { id: key, name, contentType, size } = await keepUpload(request.db, request.actor, received)
      reply.code(201)
      return { key, name, contentType, size }
    },
  )
}
