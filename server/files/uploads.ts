import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { Readable } from 'node:stream'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, tooMany } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Storage } from '../platform/storage.ts'
import { contentTypeOf, sampleSize } from './content-type.ts'
import { findFile, storageKey } from './files.ts'
import type { FileKey, StoredFile } from './files.ts'
import type { FilePart } from './form.ts'
import { askForThumbnail } from './thumbnails.ts'

/** In bytes, of an organization: what is uploaded and never used is not to fill the disk of everybody. */
const mostUnused = 2 * 1024 * 1024 * 1024

/** One file of a form, stored, and not yet anybody's. */
export interface ReceivedUpload {
  organizationId: string
  id: string
  name: string
  size: number
  contentType: string
  /** SHA-256 of its bytes, in hex. */
  digest: string
}

/** Takes in what comes. Who does not keep it withdraws it; what is forgotten is removed after a day. */
export async function receiveUpload(
  db: Database,
  actor: Actor,
  storage: Storage,
  part: FilePart,
): Promise<ReceivedUpload> {
  await refuseTooManyUnused(db, actor.organizationId)
  const { organizationId, id } = await announce(db, actor, part.name)
  try {
    const sample: Buffer[] = []
    const hash = createHash('sha256')
    const size = await storage.writeStream(storageKey({ organizationId, id }), watched(part, sample, hash))
    if (size === 0) throw new Refusal(400, 'empty_file', `${part.name} is empty.`)
    const contentType = await contentTypeOf(Buffer.concat(sample), part.name)
    return { organizationId, id, name: part.name, size, contentType, digest: hash.digest('hex') }
  } catch (error) {
    await withdraw(db, storage, { organizationId, id })
    throw error
  }
}

/** From now on it is a file of whoever uploaded it. What nobody uses is removed after a day. */
export function keepUpload(db: Database, actor: Actor, received: ReceivedUpload): Promise<StoredFile> {
  const { organizationId, id, size, contentType } = received
  return transact(db, async (trx) => {
    const stored = await trx
      .updateTable('files')
      .set({ size, contentType, storedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await askForThumbnail(trx, stored)
    await record(trx, actor, 'file.uploaded', stored)
    return stored
  })
}

/** All of them, or none. */
export function keepUploads(db: Database, actor: Actor, received: ReceivedUpload[]): Promise<StoredFile[]> {
  return transact(db, async (trx) => {
    const files: StoredFile[] = []
    for (const each of received) files.push(await keepUpload(trx, actor, each))
    return files
  })
}

/** Those of them that were not kept. */
export async function withdrawUploads(db: Database, storage: Storage, uploads: ReceivedUpload[]): Promise<void> {
  for (const upload of uploads) {
    if (!(await findFile(db, upload))) await withdraw(db, storage, upload)
  }
}

async function refuseTooManyUnused(db: Database, organizationId: string): Promise<void> {
  const { unused } = await db
    .selectFrom('files')
    .select(({ fn }) => fn.sum<number | null>('size').as('unused'))
    .where('organizationId', '=', organizationId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
  if ((unused ?? 0) < mostUnused) return
  const message = 'Uploads of 2 GB wait to be used: use them, or wait until they are removed after a day.'
  throw tooMany('too_many_unused_uploads', message, 3600)
}

/** Before the first byte is written, so that whatever is in the storage can be found and removed. */
function announce(db: Database, actor: Actor, name: string): Promise<StoredFile> {
  const createdAt = new Date()
  const uploadedById = actor.userId ?? actor.id
  const values = { organizationId: actor.organizationId, id: newId(createdAt), name, uploadedById, createdAt }
  return db
    .insertInto('files')
    .values({ ...values, contentType: '', size: 0 })
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function withdraw(db: Database, storage: Storage, file: FileKey): Promise<void> {
  await storage.remove(storageKey(file))
  const { organizationId, id } = file
  await db.deleteFrom('files').where('organizationId', '=', organizationId).where('id', '=', id).execute()
}

/** The bytes as they come in; the first of them are put aside. */
function watched({ stream, name, maxSize }: FilePart, sample: Buffer[], hash: Hash): Readable {
  async function* chunks() {
    let seen = 0
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (seen < sampleSize) sample.push(chunk)
        hash.update(chunk)
        seen += chunk.length
        yield chunk
      }
    } catch {
      throw new Refusal(400, 'upload_broken_off', `${name} broke off before its end.`)
    }
    if (stream.truncated) throw tooLarge(name, maxSize)
  }
  return Readable.from(chunks(), { objectMode: false })
}

function tooLarge(name: string, maxSize: number): Refusal {
  return new Refusal(413, 'file_too_large', `${name} is larger than ${maxSize / 1024 / 1024} MB.`)
}
