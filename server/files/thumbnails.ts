import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Storage } from '../platform/storage.ts'
import { systemActor } from '../identity/actor.ts'
import { findFile, storageKey, thumbnailKey } from './files.ts'
import type { FileKey, StoredFile } from './files.ts'

/** What a small file may unfold to: a picture of 50 megapixels takes 200 MB while it is read. */
const mostPixels = 50_000_000
const mostSeconds = 10
const mostBytes = 25 * 1024 * 1024
const edge = 480

export async function askForThumbnail(trx: Trx, file: StoredFile): Promise<void> {
  if (!/^image\/(png|apng|jpeg|gif|webp|avif)$/.test(file.contentType) || file.size > mostBytes) return
  const { organizationId, id } = file
  await enqueue(trx, 'make_thumbnail', { organizationId, id } satisfies FileKey)
}

/** A picture that cannot be read has no thumbnail, and that is all. */
export async function makeThumbnail(db: Database, storage: Storage, asked: FileKey): Promise<void> {
  const file = await findFile(db, asked)
  if (!file || file.thumbnailAt) return
  const picture = await storage.read(storageKey(file))
  const thumbnail = await inTurn(() => shrink(picture))
  if (!thumbnail) return
  await storage.write(thumbnailKey(file), thumbnail)
  const isNoted = await transact(db, async (trx) => {
    const noted = await trx
      .updateTable('files')
      .set({ thumbnailAt: new Date() })
      .where('organizationId', '=', file.organizationId)
      .where('id', '=', file.id)
      .returningAll()
      .executeTakeFirst()
    if (noted) await record(trx, systemActor(file.organizationId), 'file.thumbnailed', noted)
    return noted !== undefined
  })
  if (!isNoted) await storage.remove(thumbnailKey(file))
}

// What our own look at the bytes took for a picture may be something else to the library: it reads these and nothing else,
// above all no SVG, which can name other files.
const readers = ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif'].map((format) => `VipsForeignLoad${format}`)

async function shrink(picture: Buffer): Promise<Buffer | undefined> {
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: readers })
  return sharp(picture, { limitInputPixels: mostPixels })
    .timeout({ seconds: mostSeconds })
    .autoOrient()
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75 })
    .toBuffer()
    .catch(() => undefined)
}

let last: Promise<unknown> = Promise.resolve()

/** One at a time in this process: memory and processors are needed for more urgent things. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work)
  last = turn.catch(() => undefined)
  return turn
}
