import { Type } from 'typebox'

import { Id, named } from '../platform/schemas.ts'
import type { Storage } from '../platform/storage.ts'
import type { AttachedFile } from './attached.ts'
import type { StoredFile } from './files.ts'
import type { Links } from './links.ts'

/** A file in a form, as the contract shows it. */
export const FileField = Type.Unsafe<unknown>({ type: 'string', format: 'binary' })

/** What a route answers that sends a file. */
export const FileAnswer = {
  200: { description: 'The file.', content: { 'application/octet-stream': { schema: Type.Unknown() } } },
  206: { description: 'The range.', content: { 'application/octet-stream': { schema: Type.Unknown() } } },
}

export const UploadSchema = named(
  'Upload',
  Type.Object({
    key: Id,
    type: Type.String({ description: 'by the bytes of the file' }),
    name: Type.String(),
    size: Type.Integer({ description: 'in bytes' }),
    signedUrl: Type.String({ description: 'where anybody can read it for an hour or more' }),
    bucket: Type.String(),
  }),
)

/** Files that are to be attached: what the upload answered may be given whole. */
export const AttachedFiles = Type.Array(
  Type.Object({
    key: Id,
    name: Type.Optional(Type.String({ maxLength: 255 })),
    size: Type.Optional(Type.Integer()),
    type: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  {
    maxItems: 10,
    description: 'files that you uploaded: the `key` says which, and what else they are is known of the file itself',
  },
)

export const AttachedFileSchema = named(
  'AttachedFile',
  Type.Object({
    key: Id,
    name: Type.String(),
    size: Type.Integer({ description: 'in bytes' }),
    type: Type.String({ description: 'by the bytes of the file' }),
    signedUrl: Type.String({ description: 'where anybody can read it for an hour or more' }),
  }),
)

/** The keys alone, where any are given. */
export function keysIn(attachments: Array<{ key: string }> | undefined): { attachments?: string[] } {
  return attachments ? { attachments: attachments.map(({ key }) => key) } : {}
}

export function toAttached(links: Links, organizationId: string, files: AttachedFile[]) {
  return files.map((file) => ({ ...file, signedUrl: links.to({ organizationId, id: file.key }).url }))
}

export function toUpload(file: StoredFile, links: Links, { bucket }: Storage) {
  const { id: key, contentType: type, name, size } = file
  return { key, type, name, size, signedUrl: links.to(file).url, bucket }
}
