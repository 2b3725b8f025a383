import { basePath, currentCsrfToken } from '../../api/client.ts'
import { ApiError } from '../../api/errors.ts'
import type { Schema } from '../../api/shapes.ts'
import { texts } from '../texts.ts'

type Upload = Schema<'Upload'>

/** As `fetch` does it, but it tells how far it is. */
export function uploadFile(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Upload> {
  const { promise, resolve, reject } = Promise.withResolvers<Upload>()
  const request = new XMLHttpRequest()
  request.open('POST', `${basePath}/api/messages/upload-attachment`)
  request.setRequestHeader('x-csrf-token', currentCsrfToken())
  request.setRequestHeader('idempotency-key', crypto.randomUUID())
  request.responseType = 'json'
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
  request.addEventListener('error', () => reject(new ApiError(0, 'offline', texts.noNetwork)))
  request.addEventListener('load', () => {
    const body = request.response as unknown
    if (request.status >= 200 && request.status < 300) resolve(body as Upload)
    else reject(refusalOf(request.status, body))
  })
  signal.addEventListener('abort', () => request.abort())
  const form = new FormData()
  form.append('file', file, file.name)
  request.send(form)
  return promise
}

function refusalOf(status: number, body: unknown): ApiError {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as Partial<Schema<'Error'>>
  return new ApiError(status, error?.code ?? 'unreadable', error?.message ?? texts.unexpected, error?.details)
}
