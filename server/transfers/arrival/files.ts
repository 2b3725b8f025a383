import { Readable } from 'node:stream'

import { storageKey, thumbnailKey } from '../../files/files.ts'
import type { Storage } from '../../platform/storage.ts'
import { BrokenFile } from './broken.ts'
import type { Ids } from './ids.ts'
import { partsOf } from './reading.ts'
import type { Part } from './reading.ts'

type Parts = AsyncGenerator<Part>

/** Keeps what follows the row of a file. Answers false where it was lost already when the export was made. */
export async function keepFile(parts: Parts, storage: Storage, key: string): Promise<boolean> {
  const first = await next(parts)
  if (first.kind === 'fileEnd' && first.isMissing) return false
  await storage.writeStream(key, Readable.from(bytesFrom(first, parts), { objectMode: false }))
  return true
}

async function* bytesFrom(first: Part, parts: Parts): AsyncGenerator<Buffer> {
  for (let part = first; part.kind === 'bytes'; part = await next(parts)) yield part.bytes
}

async function next(parts: Parts): Promise<Part> {
  const { done, value } = await parts.next()
  if (done) throw new Error('A file has no end, and that should have been refused.')
  return value
}

/** Of an import that failed: whatever it may have put into the storage, which is all that stands in the upload. */
export async function removeFiles(storage: Storage, upload: string, organizationId: string, ids: Ids): Promise<void> {
  try {
    for await (const part of partsOf(storage.readStream(upload))) {
      if (part.kind !== 'row' || part.section.name !== 'files') continue
      const file = { organizationId, id: ids.of(String(part.row['id'])) }
      await storage.remove(storageKey(file))
      await storage.remove(thumbnailKey(file))
    }
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error
  }
}
