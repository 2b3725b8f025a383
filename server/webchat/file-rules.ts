import { Refusal } from '../platform/errors.ts'

export const mostMegabytes = 20

/** With which nothing runs, wherever they are opened: for the picker of the page, and by the bytes for what is uploaded. */
export const allowedTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/heic',
  'application/pdf',
  'text/plain',
  'text/csv',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
]

export function contentTypeAllowed(contentType: string): boolean {
  return allowedTypes.includes(contentType)
}

export function refuseStrange(name: string, contentType: string): void {
  if (contentTypeAllowed(contentType)) return
  throw new Refusal(415, 'file_type_refused', `${name} is of a kind that cannot be sent here.`)
}
