import { basePath, currentCsrfToken } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'
import type { Schema } from '../api/shapes.ts'
import type { Import } from './imports.ts'
import { texts } from './texts.ts'

interface Upload {
  done: Promise<Import>
  abort: () => void
}

/** By the older way of asking, since fetch does not tell how much has been sent. The browser reads the file piece by piece. */
export function uploadFile(file: File, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<Import>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    request.addEventListener('error', () => reject(new ApiError(0, 'offline', texts.offline)))
    request.addEventListener('abort', () => reject(new ApiError(0, 'aborted', texts.uploadStopped)))
    request.addEventListener('load', () => {
      const body = request.response as unknown
      if (request.status === 201 && body) resolve(body as Import)
      else reject(refusalOf(request.status, body))
    })
  })
  request.responseType = 'json'
  request.open('POST', `${basePath}/api/contacts/imports`)
  request.setRequestHeader('x-csrf-token', currentCsrfToken())
  request.setRequestHeader('idempotency-key', crypto.randomUUID())
  const form = new FormData()
  form.set('file', file)
  request.send(form)
  return { done, abort: () => request.abort() }
}

function refusalOf(status: number, body: unknown): ApiError {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as Partial<Schema<'Error'>>
  return error
    ? new ApiError(status, error.code, error.message, error.details)
    : new ApiError(status, 'unreadable', texts.uploadFailed)
}
