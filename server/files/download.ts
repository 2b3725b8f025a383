import { once } from 'node:events'
import type { Readable } from 'node:stream'

import type { FastifyReply, FastifyRequest } from 'fastify'

import { Refusal } from '../platform/errors.ts'
import type { Range, Storage } from '../platform/storage.ts'
import { isInline, servedType } from './content-type.ts'
import { storageKey, thumbnailKey } from './files.ts'
import type { StoredFile } from './files.ts'

/**
 * Sends the file, or the part of it that was asked for. Whatever somebody put into it, nothing of it runs on our origin: a
 * browser is told not to guess, not to let it do anything, and to save what it could not merely show.
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  storage: Storage,
  file: StoredFile,
  { isSaved = false } = {},
): Promise<FastifyReply> {
  const { contentType, size, name } = file
  const range = rangeIn(request.headers.range, size)
  const bytes = await begun(storage.readStream(storageKey(file), range))
  const disposition = isInline(contentType) && !isSaved ? 'inline' : 'attachment'
  guard(reply)
    .header('content-type', typeFor(contentType))
    .header('content-disposition', `${disposition}; ${nameIn(name)}`)
    .header('accept-ranges', 'bytes')
  if (!range) return reply.header('content-length', size).send(bytes)
  return reply
    .code(206)
    .header('content-range', `bytes ${range.start}-${range.end}/${size}`)
    .header('content-length', range.end - range.start + 1)
    .send(bytes)
}

export async function sendThumbnail(reply: FastifyReply, storage: Storage, file: StoredFile): Promise<FastifyReply> {
  const bytes = await begun(storage.readStream(thumbnailKey(file)))
  return guard(reply).header('content-type', 'image/webp').header('content-disposition', 'inline').send(bytes)
}

/** What cannot be read says so here, while there is still another answer to give. */
async function begun(stream: Readable): Promise<Readable> {
  await once(stream, 'readable')
  return stream
}

function guard(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', 'private, max-age=300')
}

// In what alphabet it was written nobody knows, and it shall not be guessed from what it holds.
function typeFor(contentType: string): string {
  const type = servedType(contentType)
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type
}

/** RFC 6266: once in ASCII for what is old, once as it is. */
function nameIn(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`)
  return `filename="${ascii}"; filename*=UTF-8''${encoded}`
}

/** RFC 9110: one range is honoured; of what is none, or of several, the whole file is sent. */
function rangeIn(header: string | undefined, size: number): Range | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && first !== '' && Number(last) < Number(first)) return undefined
  if (start <= end) return { start, end }
  const headers = { 'content-range': `bytes */${size}` }
  throw new Refusal(416, 'range_not_satisfiable', `The file has ${size} bytes; the range begins past them.`, {
    headers,
  })
}
