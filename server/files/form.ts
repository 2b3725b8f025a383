import path from 'node:path'
import type { Readable } from 'node:stream'

import type { FastifyRequest, FastifySchemaCompiler } from 'fastify'

import { Refusal } from '../platform/errors.ts'
import { compileValidator } from '../platform/validation.ts'

const megabyte = 1024 * 1024

/** A file of a form, to be read before the next part of it can be. */
export interface FilePart {
  name: string
  stream: Readable & { truncated?: boolean }
  /** In bytes. */
  maxSize: number
}

export interface FormLimits {
  files: number
  megabytes: number
}

/** Reads a form part by part, and gives each file to `keep` as a stream. Answers its other fields. */
export async function readForm(
  request: FastifyRequest,
  limits: FormLimits,
  keep: (part: FilePart) => Promise<void>,
): Promise<Record<string, string>> {
  if (!request.isMultipart()) {
    throw new Refusal(415, 'unsupported_media_type', 'Send the files as multipart/form-data.')
  }
  try {
    return await readParts(request, limits, keep)
  } catch (error) {
    // What still comes is let pass by, so that whoever sends it gets to the answer.
    request.raw.unpipe()
    request.raw.resume()
    throw error
  }
}

async function readParts(
  request: FastifyRequest,
  { files, megabytes }: FormLimits,
  keep: (part: FilePart) => Promise<void>,
): Promise<Record<string, string>> {
  const fields: Record<string, string> = {}
  const maxSize = megabytes * megabyte
  const parts = request.parts({ limits: { files, fileSize: maxSize } })
  for (;;) {
    const { done, value: part } = await parts.next().catch((error: unknown) => refuse(error, files))
    if (done || !part) return fields
    if (part.type === 'file') await keep({ name: cleanName(part.filename), stream: part.file, maxSize })
    else fields[part.fieldname] = textOf(part.fieldname, part.value)
  }
}

/** For a route whose body is read by itself: the schema stands in the contract, and checks nothing. */
export const asForm: FastifySchemaCompiler<object> = (route) => {
  return route.httpPart === 'body' ? () => true : compileValidator(route)
}

function refuse(error: unknown, files: number): never {
  const { code } = error as { code?: string }
  if (code === 'FST_FILES_LIMIT') {
    throw new Refusal(413, 'too_many_files', `At most ${files} ${files === 1 ? 'file' : 'files'} at once.`)
  }
  throw new Refusal(400, 'invalid_form', `The form cannot be read: ${(error as Error).message}`)
}

function textOf(name: string, value: unknown): string {
  const text = String(value)
  if (!text.includes('\0') && text.isWellFormed()) return text
  throw new Refusal(400, 'invalid_request', `${name}: it holds characters that cannot be stored.`)
}

// No folders, nothing that is not to be seen, and no more than fits: it is shown, and becomes a header.
function cleanName(name: string | undefined): string {
  const base = path.posix.basename((name ?? '').replaceAll('\\', '/'))
  const clean = base
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
  return clean.slice(-255).toWellFormed() || 'file'
}
