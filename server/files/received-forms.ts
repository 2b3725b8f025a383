import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Database } from '../platform/database.ts'
import type { Storage } from '../platform/storage.ts'
import { asForm, readForm } from './form.ts'
import type { FormLimits } from './form.ts'
import { receiveUpload, withdrawUploads } from './uploads.ts'
import type { ReceivedUpload } from './uploads.ts'

/** A form that has come in. Its files lie in the storage, and are nobody's before the route keeps them. */
interface ReceivedForm {
  /** Not the transaction that an Idempotency-Key opens later. */
  db: Database
  fields: Record<string, string>
  files: ReceivedUpload[]
}

const forms = new WeakMap<FastifyRequest, ReceivedForm>()

/**
 * What a route says of itself that takes a form. It is read before the handler runs, so that what makes the request the same
 * or another one is known when its Idempotency-Key is looked at: the fields, and the names and digests of the files. What is
 * refused, or answered as it was the first time, leaves nothing behind.
 */
export function takingForm(
  storage: Storage,
  limits: FormLimits,
  check = (_request: FastifyRequest): unknown => undefined,
) {
  return {
    validatorCompiler: asForm,
    preHandler: async (request: FastifyRequest) => {
      await check(request)
      await take(request, storage, limits)
    },
    onSend: async (request: FastifyRequest, reply: FastifyReply) => {
      const isKept = reply.statusCode < 400 && !reply.hasHeader('idempotent-replayed')
      const form = forms.get(request)
      if (form && !isKept) await withdrawUploads(form.db, storage, form.files)
    },
  }
}

export function receivedForm(request: FastifyRequest): ReceivedForm {
  return forms.get(request)!
}

async function take(request: FastifyRequest, storage: Storage, limits: FormLimits): Promise<void> {
  const { db, actor } = request
  const form: ReceivedForm = { db, fields: {}, files: [] }
  forms.set(request, form)
  form.fields = await readForm(request, limits, async (part) => {
    form.files.push(await receiveUpload(db, actor, storage, part))
  })
  request.body = { fields: form.fields, files: form.files.map(({ name, digest }) => ({ name, digest })) }
}
