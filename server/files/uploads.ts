import { Readable } from 'node:stream'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, tooMany } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Storage } from '../platform/storage.ts'
import { contentTypeOf, sampleSize } from './content-type.ts'
import { storageKey } from './files.ts'
import type { StoredFile } from './files.ts'
import type { FilePart } from './form.ts'
import { askForThumbnail } from './thumbnails.ts'

/** In bytes, of an organization: what is uploaded and never used is not to fill the disk of everybody. */
const mostUnused = 2 * 1024 * 1024 * 1024

/** Keeps one file of a form. What nobody uses is removed after a day. */
export async function storeUpload(db: Database, actor: Actor, storage: Storage, part: FilePart): Promise<StoredFile> {
  await refuseTooManyUnused(db, actor.organizationId)
  const file = await announce(db, actor, part.name)
  try {
    const sample: Buffer[] = []
    const size = await storage.writeStream(storageKey(file), watched(part, sample))
    if (size === 0) throw new Refusal(400, 'empty_file', `${part.name} is empty.`)
    const contentType = await contentTypeOf(Buffer.concat(sample), part.name)
    return await settle(db, actor, file, { size, contentType })
  } catch (error) {
    await withdraw(db, storage, file)
    throw error
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

function settle(
  db: Database,
  actor: Actor,
  { organizationId, id }: StoredFile,
  found: { size: number; contentType: string },
): Promise<StoredFile> {
  return transact(db, async (trx) => {
    const stored = await trx
      .updateTable('files')
      .set({ ...found, storedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await askForThumbnail(trx, stored)
    await record(trx, actor, 'file.uploaded', stored)
    return stored
  })
}

async function withdraw(db: Database, storage: Storage, file: StoredFile): Promise<void> {
  await storage.remove(storageKey(file))
  const { organizationId, id } = file
  await db.deleteFrom('files').where('organizationId', '=', organizationId).where('id', '=', id).execute()
}

/** The bytes as they come in; the first of them are put aside. */
function watched({ stream, name, maxSize }: FilePart, sample: Buffer[]): Readable {
  async function* chunks() {
    let seen = 0
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (seen < sampleSize) sample.push(chunk)
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
